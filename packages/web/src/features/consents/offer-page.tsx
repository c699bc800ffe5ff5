import { Button, Group, Radio, Stack, Text as Words } from '@mantine/core';
import { IconCircleCheck, IconLinkOff } from '@tabler/icons-react';
import { ProblemError } from '@wardkeep/client';
import type { PersonId } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/format.ts';
import { ButtonLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { type Offer, useAcceptOffer, useDeclineOffer, useOffer } from './offer-query.ts';
import { useAccount } from '../sessions/index.ts';
import { termsFor } from './terms-rules.ts';
import { TermsList } from './terms-list.tsx';

interface OfferPageProps {
  /** The part of the link after `#`. */
  readonly token: string;
  /** Of whoever is signed in: an offer can be for one address. */
  readonly email: string;
  /** @param isOpen - Already: an offer can begin later. */
  readonly onAccepted: (patientId: PersonId, isOpen: boolean) => void;
}

/** What somebody offers to show, in words, before a yes or a no. */
export function OfferPage({ token, email, onAccepted }: OfferPageProps): ReactNode {
  const t = useText();
  const query = useOffer(token);
  const decline = useDeclineOffer(token);
  const label = query.data?.patientLabel;
  if (decline.isSuccess) return <Declined />;
  if (isInvalid(query.error)) return <OfferInvalid email={email} />;
  return (
    <Page
      title={label === undefined ? t('offer.title') : t('offer.title.from', { label })}
      lead={t('offer.lead')}
      width="middle"
    >
      <Loaded query={query} skeleton={[280]}>
        {(offer) => (
          <OfferCard offer={offer} token={token} decline={decline} onAccepted={onAccepted} />
        )}
      </Loaded>
    </Page>
  );
}

const isInvalid = (error: unknown): boolean =>
  error instanceof ProblemError && ['link_invalid', 'not_found'].includes(error.code);

interface OfferCardProps {
  readonly offer: Offer;
  readonly token: string;
  readonly decline: ReturnType<typeof useDeclineOffer>;
  /** @param isOpen - Already: an offer can begin later. */
  readonly onAccepted: (patientId: PersonId, isOpen: boolean) => void;
}

function OfferCard({ offer, token, decline, onAccepted }: OfferCardProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const role = useAccount()?.session.role;
  const { kind, organisations, from } = offer;
  const [organisationId, choose] = useState(organisations[0]?.organisationId);
  const isOpen = new Date(from) <= now;
  const accept = useAcceptOffer(token, (patientId) => onAccepted(patientId, isOpen));
  const isTeam = kind === 'care-team';
  const lacksTeam = isTeam && organisations.length === 0;
  return (
    <Card title={t('offer.what')}>
      <Stack gap="lg">
        <TermsList terms={termsFor(role, offer.terms)} until={offer.until} />
        {(role === 'client' || role === 'technologist') && <Words>{t(`offer.seen.${role}`)}</Words>}
        {!isOpen && <Words>{t('consents.from', { date: format.date(from) })}</Words>}
        {lacksTeam && <Words fw={600}>{t('offer.noOrganisation')}</Words>}
        {isTeam && !lacksTeam && (
          <Radio.Group
            label={t('offer.organisation')}
            description={t('offer.organisation.hint')}
            value={organisationId ?? null}
            onChange={choose}
          >
            <Stack gap="xs" mt="xs">
              {organisations.map((one) => (
                <Radio key={one.organisationId} value={one.organisationId} label={one.name} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Words size="sm" c="dimmed">
          {t('offer.logged')}
        </Words>
        <ProblemAlert error={accept.error} words={{ link_invalid: t('offer.invalid.words') }} />
        <Group>
          <Button
            loading={accept.isPending}
            disabled={lacksTeam}
            onClick={() => accept.mutate(isTeam ? organisationId : undefined)}
          >
            {t('offer.accept')}
          </Button>
          <ConfirmButton
            button={t('offer.decline')}
            label={t('offer.decline')}
            title={t('offer.decline.title')}
            action={t('offer.decline.action')}
            change={decline}
          >
            {t('offer.decline.words')}
          </ConfirmButton>
        </Group>
      </Stack>
    </Card>
  );
}

function Declined(): ReactNode {
  const t = useText();
  return (
    <Page key="declined" title={t('offer.declined')} width="narrow">
      <Empty
        icon={<IconCircleCheck size={28} />}
        title={t('offer.declined.next')}
        actions={<ButtonLink to="/">{t('app.toStart')}</ButtonLink>}
      >
        {t('offer.declined.words')}
      </Empty>
    </Page>
  );
}

function OfferInvalid({ email }: { readonly email: string }): ReactNode {
  const t = useText();
  return (
    <Page key="invalid" title={t('offer.title')} width="narrow">
      <Empty
        icon={<IconLinkOff size={28} />}
        title={t('offer.invalid')}
        actions={
          <ButtonLink to="/" variant="default">
            {t('app.toStart')}
          </ButtonLink>
        }
      >
        {t('offer.invalid.words')} {t('offer.invalid.account', { email })}
      </Empty>
    </Page>
  );
}
