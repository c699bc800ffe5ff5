import { Alert, Button, Group, Stack, Text as Words } from '@mantine/core';
import { IconArrowLeft, IconClockHour4, IconPencil } from '@tabler/icons-react';
import type { Consent } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import classes from './consent-page.module.css';
import { NotThere } from './not-there.tsx';
import { ChangeForm } from './change-form.tsx';
import { ConsentHistory } from './consent-history.tsx';
import { ConsentBadges, granteeText, seenLess } from './consent-item.tsx';
import { AllConsentsAnchor } from './consent-links.tsx';
import { useConsents } from './consent-query.ts';
import { PartList } from './part-list.tsx';
import { RevokeButton } from './revoke-button.tsx';
import { TermsList } from './terms-list.tsx';
import { surplus, termsFor } from './terms-rules.ts';
import { useTermsWords } from './terms-words.ts';

/** One consent: what it allows now, changes to it, and all that it ever was. */
export function ConsentPage({ consentId }: { readonly consentId: string }): ReactNode {
  const t = useText();
  const query = useConsents();
  const consent = query.data?.consents.find((one) => one.consentId === consentId);
  return (
    <Page
      title={consent?.label ?? t('consents.title')}
      lead={consent && (granteeText(t, consent) ?? t('consents.nobodyYet'))}
      width="middle"
    >
      <Stack gap="lg">
        <AllConsentsAnchor className={classes.back ?? ''}>
          <IconArrowLeft size={18} aria-hidden="true" /> {t('consents.back')}
        </AllConsentsAnchor>
        <Loaded query={query} skeleton={[260, 180]}>
          {() => (consent ? <Details consent={consent} /> : <NotThere />)}
        </Loaded>
      </Stack>
    </Page>
  );
}

function Details({ consent }: { readonly consent: Consent }): ReactNode {
  const t = useText();
  const [changing, setChanging] = useState(false);
  const { state } = consent;
  const less = seenLess(t, consent);
  return (
    <>
      <Proposal consent={consent} />
      {changing ? (
        <ChangeForm consent={consent} onClose={() => setChanging(false)} />
      ) : (
        <Card
          title={
            <Group gap="xs">
              {t('consent.now')} <ConsentBadges consent={consent} />
            </Group>
          }
        >
          <Stack>
            <TermsList
              terms={termsFor(consent.grantee?.role, consent.terms)}
              until={consent.until}
            />
            {less !== false && <Words c="dimmed">{less}</Words>}
            {(state === 'active' || state === 'offered') && (
              <Group>
                {state === 'active' && (
                  <Button
                    variant="default"
                    leftSection={<IconPencil size={18} />}
                    onClick={() => setChanging(true)}
                  >
                    {t('consent.change')}
                  </Button>
                )}
                <RevokeButton consent={consent} />
              </Group>
            )}
          </Stack>
        </Card>
      )}
      <ConsentHistory consentId={consent.consentId} />
    </>
  );
}

/** Wider terms that wait: what they add, and until when they would hold. */
function Proposal({ consent }: { readonly consent: Consent }): ReactNode {
  const t = useText();
  const words = useTermsWords();
  const { proposed, proposedUntil, terms, until } = consent;
  if (!proposed) return null;
  const more = surplus({ terms: proposed, until: proposedUntil }, { terms, until });
  return (
    <Alert
      color="honey"
      variant="light"
      icon={<IconClockHour4 size={20} />}
      title={t('consent.waiting')}
    >
      {t('consent.waiting.words')}
      <PartList part={more} />
      {words.until(proposedUntil)}
    </Alert>
  );
}
