import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type Session, signIn } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from './client-context.tsx';

interface SignInFormProps {
  readonly onSignedIn: (session: Session) => Promise<void>;
}

/** By password. The e-mail field is where the browser offers passkeys as well. */
export function SignInForm({ onSignedIn }: SignInFormProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: () => client.call(signIn, { body: { email, password } }),
    onSuccess: onSignedIn,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Stack>
        <ProblemAlert error={attempt.error} title={t('signIn.failed')} />
        <TextInput
          label={t('account.email')}
          type="email"
          autoComplete="username webauthn"
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
