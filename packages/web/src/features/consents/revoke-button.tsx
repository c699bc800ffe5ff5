import type { Consent } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { useText } from '../../ui/text.ts';
import { useRevokeConsent } from './consent-query.ts';

/** Ends a consent, or takes back an invitation that nobody answered yet. */
export function RevokeButton({ consent }: { readonly consent: Consent }): ReactNode {
  const t = useText();
  const { consentId, label, state, kind } = consent;
  const revoke = useRevokeConsent(consentId);
  if (state === 'offered')
    return (
      <ConfirmButton
        button={t('consents.withdraw')}
        label={t('consents.withdraw.label', { label })}
        title={t('consents.withdraw.title')}
        action={t('consents.withdraw.action')}
        change={revoke}
      >
        {t('consents.withdraw.words', { label })}
      </ConfirmButton>
    );
  return (
    <ConfirmButton
      button={t('consents.revoke')}
      label={t('consents.revoke.label', { label })}
      title={t('consents.revoke.title')}
      action={t('consents.revoke.action')}
      change={revoke}
    >
      {t(kind === 'care-team' ? 'consents.revoke.team' : 'consents.revoke.words', { label })}
    </ConfirmButton>
  );
}
