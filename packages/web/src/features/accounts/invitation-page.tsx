import { useMutation } from '@tanstack/react-query';
import {
  PASSWORD_LEAST_WITH_SECOND_FACTOR,
  type Session,
  acceptInvitation,
} from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { useClient, useSignedIn } from '../sessions/index.ts';
import { AccountFormCard } from './account-form-card.tsx';
import type { AccountForm } from './account-form.ts';
import { LinkIncomplete } from './link-incomplete.tsx';
import { useLanguage } from './use-language.ts';

// For staff, who set up a second factor next; the server tells an invited patient when it needs more.
const RULES = { leastLetters: PASSWORD_LEAST_WITH_SECOND_FACTOR, asksEmail: false };

interface InvitationPageProps {
  /** The part of the link after `#`; empty when it was cut off. */
  readonly token: string;
  readonly onSignedIn: (session: Session) => void;
}

/** The link knows the address and the role. */
export function InvitationPage({ token, onSignedIn }: InvitationPageProps): ReactNode {
  const t = useText();
  const client = useClient();
  const language = useLanguage();
  const signedIn = useSignedIn(onSignedIn);
  const attempt = useMutation({
    mutationFn: ({ displayName, password }: AccountForm) =>
      client.call(acceptInvitation, {
        body: { displayName, password, language, invitationToken: token },
      }),
    onSuccess: signedIn,
  });
  return (
    <Page title={t('invitation.title')} lead={t('invitation.lead')} width="narrow">
      {token === '' ? (
        <LinkIncomplete>{t('invitation.incomplete')}</LinkIncomplete>
      ) : (
        <AccountFormCard
          rules={RULES}
          action={t('invitation.action')}
          busy={attempt.isPending}
          error={attempt.error}
          onSend={attempt.mutate}
        />
      )}
    </Page>
  );
}
