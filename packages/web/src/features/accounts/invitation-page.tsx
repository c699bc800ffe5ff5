import { useMutation, useQueryClient } from '@tanstack/react-query';
import { acceptInvitation } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { ACCOUNT_KEY, useClient } from '../sessions/index.ts';
import { AccountFormCard } from './account-form-card.tsx';
import type { AccountForm } from './account-form.ts';
import { LinkIncomplete } from './link-incomplete.tsx';

interface InvitationPageProps {
  /** The part of the link after `#`; empty when it was cut off. */
  readonly token: string;
  readonly onSignedIn: () => void;
}

export function InvitationPage({ token, onSignedIn }: InvitationPageProps): ReactNode {
  const t = useText();
  const client = useClient();
  const queries = useQueryClient();
  const attempt = useMutation({
    mutationFn: (form: AccountForm) =>
      client.call(acceptInvitation, { body: { ...form, invitationToken: token } }),
    onSuccess: async () => {
      await queries.resetQueries({ queryKey: ACCOUNT_KEY });
      onSignedIn();
    },
  });
  return (
    <Page title={t('invitation.title')} lead={t('invitation.lead')} width="narrow">
      {token === '' ? (
        <LinkIncomplete>{t('invitation.incomplete')}</LinkIncomplete>
      ) : (
        <AccountFormCard
          action={t('invitation.action')}
          busy={attempt.isPending}
          error={attempt.error}
          onSend={attempt.mutate}
        />
      )}
    </Page>
  );
}
