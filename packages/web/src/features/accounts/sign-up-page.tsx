import { Stack, Text as Words } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signUp } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { AnchorLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { ACCOUNT_KEY, useClient } from '../sessions/index.ts';
import { AccountFormCard } from './account-form-card.tsx';
import type { AccountForm } from './account-form.ts';

export function SignUpPage({ onSignedIn }: { readonly onSignedIn: () => void }): ReactNode {
  const t = useText();
  const client = useClient();
  const queries = useQueryClient();
  const attempt = useMutation({
    mutationFn: (body: AccountForm) => client.call(signUp, { body }),
    onSuccess: async () => {
      await queries.resetQueries({ queryKey: ACCOUNT_KEY });
      onSignedIn();
    },
  });
  return (
    <Page title={t('signUp.title')} lead={t('signUp.lead')} width="narrow">
      <Stack>
        <AccountFormCard
          action={t('signUp.action')}
          busy={attempt.isPending}
          error={attempt.error}
          onSend={attempt.mutate}
        />
        <Words ta="center" size="sm">
          {t('signUp.haveAccount')}{' '}
          <AnchorLink to="/sign-in" inherit fw={600}>
            {t('signIn.action')}
          </AnchorLink>
        </Words>
      </Stack>
    </Page>
  );
}
