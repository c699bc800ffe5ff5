import { Badge, Button, SegmentedControl, Stack, Text as Words, TextInput } from '@mantine/core';
import { IconHeartHandshake, IconUserPlus } from '@tabler/icons-react';
import { Email, type ReplyOf, type listGuardians } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { useFormat } from '../../ui/format.ts';
import { Item, ItemList } from '../../ui/item-list.tsx';
import { LinkSheet } from '../../ui/link-sheet.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useAccount } from '../sessions/index.ts';
import { useEndGuardianship, useGuardians, useOfferGuardianship } from './dependant-query.ts';
import { HandOverCard } from './hand-over-card.tsx';

type Guardian = ReplyOf<typeof listGuardians>['guardians'][number];

interface GuardiansPageProps {
  readonly onEndedOwn: () => void;
}

/** Who looks after a dependant's chart, and the way out of it. */
export function GuardiansPage({ onEndedOwn }: GuardiansPageProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const query = useGuardians();
  const endsOn = query.data?.endsOn ?? null;
  return (
    <Page title={t('guardians.title')} lead={t('guardians.lead')} width="middle">
      <Stack gap="lg">
        <Card title={t('guardians.list')} icon={<IconHeartHandshake size={20} />}>
          <Loaded query={query} skeleton={[56, 56]}>
            {({ guardians }) => (
              <>
                <ItemList label={t('guardians.list')}>
                  {guardians.map((guardian) => (
                    <GuardianItem
                      key={guardian.grantId}
                      guardian={guardian}
                      isLast={guardians.length === 1}
                      onEndedOwn={onEndedOwn}
                    />
                  ))}
                </ItemList>
                {endsOn !== null && (
                  <Words size="sm" c="dimmed" mt="sm">
                    {t('guardians.endsOn', { date: format.fhirDay(endsOn) })}
                  </Words>
                )}
              </>
            )}
          </Loaded>
        </Card>
        <InviteGuardianCard />
        <HandOverCard />
      </Stack>
    </Page>
  );
}

interface GuardianItemProps {
  readonly guardian: Guardian;
  readonly isLast: boolean;
  readonly onEndedOwn: () => void;
}

function GuardianItem({ guardian, isLast, onEndedOwn }: GuardianItemProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const { grantId, personId, since } = guardian;
  const end = useEndGuardianship(grantId);
  const isYou = useAccount()?.session.personId === personId;
  const name = guardian.displayName ?? t('consents.gone');
  const change = {
    ...end,
    mutate: (_: void, { onSuccess }: { readonly onSuccess: () => void }): void =>
      end.mutate(undefined, {
        onSuccess: () => {
          onSuccess();
          if (isYou) onEndedOwn();
        },
      }),
  };
  return (
    <li>
      <Item
        name={name}
        badges={isYou && <Badge variant="light">{t('accounts.you')}</Badge>}
        facts={[
          t('accounts.sinceDate', { date: format.date(since) }),
          isLast && t('guardians.last'),
        ]}
        actions={
          !isLast && (
            <ConfirmButton
              button={t(isYou ? 'guardians.step' : 'guardians.end')}
              label={t(isYou ? 'guardians.step' : 'guardians.end.label', { name })}
              title={t(isYou ? 'guardians.step.title' : 'guardians.end.title')}
              action={t(isYou ? 'guardians.step.action' : 'guardians.end.action')}
              change={change}
            >
              {t(isYou ? 'guardians.step.words' : 'guardians.end.words', { name })}
            </ConfirmButton>
          )
        }
      />
    </li>
  );
}

function InviteGuardianCard(): ReactNode {
  const t = useText();
  const format = useFormat();
  const offer = useOfferGuardianship();
  const email = offer.variables ?? null;
  return (
    <Card title={t('guardians.invite')} icon={<IconUserPlus size={20} />}>
      <Stack>
        <Words size="sm">{t('guardians.invite.words')}</Words>
        <ProblemAlert error={offer.error} />
        {offer.data ? (
          <LinkSheet
            link={offer.data.link}
            lead={t(email === null ? 'invited.anybody' : 'invited.only', {
              email: email ?? '',
              until: format.dateTime(offer.data.linkExpiresAt),
            })}
            sent={
              email === null
                ? null
                : {
                    isSent: offer.data.isSent,
                    words: t(offer.data.isSent ? 'invited.sent' : 'invited.notSent', { email }),
                  }
            }
            fieldLabel={t('invited.link')}
            qrLabel={t('guardians.invite.qr')}
            caption={t('invited.caption', {
              label: t('guardians.invite'),
              until: format.dateTime(offer.data.linkExpiresAt),
            })}
          />
        ) : (
          <InviteGuardianForm busy={offer.isPending} onSend={offer.mutate} />
        )}
      </Stack>
    </Card>
  );
}

interface InviteGuardianFormProps {
  readonly busy: boolean;
  readonly onSend: (email: string | null) => void;
}

function InviteGuardianForm({ busy, onSend }: InviteGuardianFormProps): ReactNode {
  const t = useText();
  const [by, setBy] = useState<'email' | 'code'>('email');
  const [email, setEmail] = useState('');
  const [isWrong, setWrong] = useState(false);
  const send = (): void => {
    const right = by === 'code' || Email.safeParse(email.trim()).success;
    setWrong(!right);
    if (right) onSend(by === 'code' ? null : email.trim());
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        <SegmentedControl
          aria-label={t('inviting.by')}
          value={by}
          onChange={(value) => setBy(value === 'code' ? value : 'email')}
          data={[
            { value: 'email', label: t('inviting.by.email') },
            { value: 'code', label: t('inviting.by.code') },
          ]}
        />
        {by === 'email' && (
          <TextInput
            label={t('account.email')}
            type="email"
            autoComplete="off"
            value={email}
            error={isWrong && t('account.email.invalid')}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        )}
        <div>
          <Button type="submit" loading={busy}>
            {t('guardians.invite.action')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
