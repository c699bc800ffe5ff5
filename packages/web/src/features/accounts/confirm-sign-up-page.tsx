import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ProblemError } from '@wardkeep/client';
import { type Session, completeSignUp } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useClient, useSignedIn } from '../sessions/index.ts';
import { LinkIncomplete } from './link-incomplete.tsx';

interface ConfirmSignUpPageProps {
  /** The part of the link after `#`; empty when it was cut off. */
  readonly token: string;
  readonly onSignedIn: (session: Session) => void;
}

/** The link from the e-mail, and the password again: whoever else asked for this address does not know it. */
export function ConfirmSignUpPage({ token, onSignedIn }: ConfirmSignUpPageProps): ReactNode {
  const t = useText();
  return (
    <Page title={t('confirm.title')} lead={t('confirm.lead')} width="narrow">
      {token === '' ? (
        <LinkIncomplete>{t('link.mail.incomplete')}</LinkIncomplete>
      ) : (
        <Card>
          <ConfirmForm token={token} onSignedIn={onSignedIn} />
        </Card>
      )}
    </Page>
  );
}

function ConfirmForm({ token, onSignedIn }: ConfirmSignUpPageProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [password, setPassword] = useState('');
  const signedIn = useSignedIn(onSignedIn);
  const attempt = useMutation({
    mutationFn: () => client.call(completeSignUp, { body: { token, password } }),
    onSuccess: signedIn,
  });
  const { error } = attempt;
  const wrong = error instanceof ProblemError && error.code === 'wrong_credentials';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Stack>
        <ProblemAlert error={!wrong && error} />
        <PasswordInput
          label={t('account.password')}
          description={t('confirm.password.hint')}
          autoComplete="current-password"
          required
          value={password}
          error={wrong && t('confirm.password.wrong')}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword') }}
        />
        <Button type="submit" size="md" loading={attempt.isPending}>
          {t('confirm.action')}
        </Button>
      </Stack>
    </form>
  );
}
