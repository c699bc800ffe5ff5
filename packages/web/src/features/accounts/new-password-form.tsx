import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconCircleCheck } from '@tabler/icons-react';
import { ProblemError } from '@wardkeep/client';
import { PASSWORD_LEAST_WITH_SECOND_FACTOR, ownerWords, resetPassword } from '@wardkeep/contract';
import { type ReactNode, useRef, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from '../sessions/index.ts';
import { NewPasswordField } from './new-password-field.tsx';
import { isPasswordRefusal, passwordRefusalText } from './password-refusal.ts';
import { hasRightLength } from './strength-rules.ts';
import { useFocusOnFault } from './use-focus-on-fault.ts';

// The server knows whether there is a second factor, and tells when it needs more without one.
const LEAST = PASSWORD_LEAST_WITH_SECOND_FACTOR;
const WORDS = ownerWords();

/** The page behind the link for a forgotten password. */
export function NewPasswordForm({ token }: { readonly token: string }): ReactNode {
  const t = useText();
  const client = useClient();
  const form = useRef<HTMLFormElement>(null);
  const [password, setPassword] = useState('');
  const [short, setShort] = useState(false);
  const attempt = useMutation({
    mutationFn: (chosen: string) =>
      client.call(resetPassword, { body: { token, password: chosen } }),
  });
  const send = (): void => {
    const right = hasRightLength(password, LEAST);
    setShort(!right);
    if (right) attempt.mutate(password);
  };
  useFocusOnFault(form, short || attempt.error);
  if (attempt.isSuccess) return <Changed />;
  return (
    <Page title={t('reset.new.title')} lead={t('reset.new.lead')} width="narrow">
      <Card>
        <form
          noValidate
          ref={form}
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <Stack>
            <ProblemAlert error={!isPasswordRefusal(attempt.error) && attempt.error} />
            {isLinkInvalid(attempt.error) && (
              <AnchorLink to="/reset" size="sm" fw={600}>
                {t('reset.again')}
              </AnchorLink>
            )}
            <NewPasswordField
              label={t('reset.new.password')}
              least={LEAST}
              words={WORDS}
              value={password}
              error={
                short
                  ? t('account.password.short', { least: LEAST })
                  : passwordRefusalText(t, attempt.error, {
                      sent: attempt.variables,
                      now: password,
                    })
              }
              onChange={setPassword}
            />
            <Button type="submit" size="md" loading={attempt.isPending}>
              {t('reset.new.action')}
            </Button>
          </Stack>
        </form>
      </Card>
    </Page>
  );
}

function isLinkInvalid(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'link_invalid';
}

function Changed(): ReactNode {
  const t = useText();
  return (
    <Page title={t('reset.done.title')} width="narrow">
      <Empty
        icon={<IconCircleCheck size={28} />}
        title={t('reset.done')}
        actions={<ButtonLink to="/sign-in">{t('signIn.action')}</ButtonLink>}
      >
        {t('reset.done.words')}
      </Empty>
    </Page>
  );
}
