import { Alert, Button, PasswordInput, Stack, Text as Words, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signIn } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { AnchorLink } from '../../ui/links.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { ACCOUNT_KEY } from './account-query.ts';
import { useClient } from './client-context.tsx';

interface SignInPageProps {
  /** A session ran out while it was in use. */
  readonly ended: boolean;
  readonly onSignedIn: () => void;
}

export function SignInPage({ ended, onSignedIn }: SignInPageProps): ReactNode {
  const t = useText();
  return (
    <Page title={t('signIn.title')} lead={t('signIn.lead')} width="narrow">
      <Stack>
        {ended && (
          <Alert color="honey" variant="light">
            {t('signIn.ended')}
          </Alert>
        )}
        <Card>
          <SignInForm onSignedIn={onSignedIn} />
        </Card>
        <Words ta="center" size="sm">
          {t('signIn.noAccount')}{' '}
          <AnchorLink to="/sign-up" inherit fw={600}>
            {t('signUp.action')}
          </AnchorLink>
        </Words>
      </Stack>
    </Page>
  );
}

function SignInForm({ onSignedIn }: { readonly onSignedIn: () => void }): ReactNode {
  const t = useText();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useSignIn(onSignedIn);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate({ email, password });
      }}
    >
      <Stack>
        <ProblemAlert error={attempt.error} title={t('signIn.failed')} />
        <TextInput
          label={t('account.email')}
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('account.password')}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword') }}
        />
        <Button type="submit" size="md" loading={attempt.isPending}>
          {t('signIn.action')}
        </Button>
      </Stack>
    </form>
  );
}

function useSignIn(onSignedIn: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => client.call(signIn, { body }),
    onSuccess: async () => {
      await queries.resetQueries({ queryKey: ACCOUNT_KEY });
      onSignedIn();
    },
  });
}
