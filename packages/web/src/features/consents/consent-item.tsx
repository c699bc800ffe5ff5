import { Badge } from '@mantine/core';
import type { Consent } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { useFormat } from '../../ui/format.ts';
import { Item } from '../../ui/item-list.tsx';
import { type Text, useText } from '../../ui/text.ts';
import { useNow } from '../../ui/use-now.ts';
import { ConsentLink } from './consent-links.tsx';
import { RevokeButton } from './revoke-button.tsx';
import { termsFor } from './terms-rules.ts';
import { useTermsWords } from './terms-words.ts';

/** One consent in words: for whom, what, until when. */
export function ConsentItem({ consent }: { readonly consent: Consent }): ReactNode {
  const t = useText();
  const format = useFormat();
  const words = useTermsWords();
  const now = useNow();
  const { state, label, terms, until, from, grantee } = consent;
  const isOver = state !== 'active' && state !== 'offered';
  const later = new Date(from) > now && state === 'active';
  return (
    <li>
      <Item
        name={label}
        badges={<ConsentBadges consent={consent} />}
        facts={[
          granteeText(t, consent) ?? false,
          !isOver && words.lines(termsFor(grantee?.role, terms)).join(' · '),
          !isOver && seenLess(t, consent),
          !isOver && words.until(until),
          later && t('consents.from', { date: format.date(from) }),
        ]}
        actions={
          !isOver && (
            <>
              {state === 'active' && (
                <ConsentLink
                  consentId={consent.consentId}
                  size="sm"
                  variant="default"
                  aria-label={t('consents.show.label', { label })}
                >
                  {t('consents.show')}
                </ConsentLink>
              )}
              <RevokeButton consent={consent} />
            </>
          )
        }
      />
    </li>
  );
}

const COLOURS: Readonly<Record<Consent['state'], string>> = {
  offered: 'honey',
  active: 'ward',
  declined: 'gray',
  revoked: 'gray',
  left: 'gray',
  expired: 'gray',
};

export function ConsentBadges({ consent }: { readonly consent: Consent }): ReactNode {
  const t = useText();
  const { state, kind, proposed } = consent;
  return (
    <>
      {kind === 'care-team' && <Badge variant="light">{t('consents.team')}</Badge>}
      {state !== 'active' && (
        <Badge variant="light" color={COLOURS[state]}>
          {t(`consents.state.${state}`)}
        </Badge>
      )}
      {proposed && (
        <Badge variant="light" color="honey">
          {t('consents.proposed')}
        </Badge>
      )}
    </>
  );
}

/** Of some roles, that they see less than what is ticked. */
export function seenLess(t: Text, { grantee }: Consent): string | false {
  const role = grantee?.role;
  return (role === 'client' || role === 'technologist') && t(`consents.seen.${role}`);
}

/** Who accepted, by the name that they have now; nothing before somebody did. */
export function granteeText(t: Text, { grantee }: Consent): string | undefined {
  if (!grantee) return undefined;
  const name = grantee.displayName ?? t('consents.gone');
  const parts = [grantee.role && t(`role.${grantee.role}`), grantee.organisation];
  const rest = parts.filter((part) => part !== null && part !== '').join(', ');
  return rest === '' ? name : t('consents.grantee', { name, rest });
}
