import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconMailForward, IconMailOff } from '@tabler/icons-react';
import { Email, requestPasswordReset } from '@wardkeep/contract';
import { type ReactNode, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useText } from '../../ui/text.ts';
import { useClient } from '../sessions/index.ts';
import { NewPasswordForm } from './new-password-form.tsx';

interface ResetPageProps {
  readonly token: string;
  readonly sendsMail: boolean;
}

/** Without a token: where to send the link. With the one from the e-mail: the new password. */
export function ResetPage({ token, sendsMail }: ResetPageProps): ReactNode {
  if (token !== '') return <NewPasswordForm token={token} />;
  return sendsMail ? <AskForLink /> : <NoMail />;
}

function NoMail(): ReactNode {
  const t = useText();
  return (
    <Page title={t('reset.title')} width="narrow">
      <Empty
        icon={<IconMailOff size={28} />}
        title={t('reset.noMail')}
        actions={
          <ButtonLink to="/sign-in" variant="default">
            {t('reset.back')}
          </ButtonLink>
        }
      >
        {t('reset.noMail.words')}
      </Empty>
    </Page>
  );
}

function AskForLink(): ReactNode {
  const t = useText();
  const client = useClient();
  const [email, setEmail] = useState('');
  const [wrong, setWrong] = useState(false);
  const attempt = useMutation({
    mutationFn: () => client.call(requestPasswordReset, { body: { email: email.trim() } }),
  });
  const send = (): void => {
    const right = Email.safeParse(email.trim()).success;
    setWrong(!right);
    if (right) attempt.mutate();
  };
  if (attempt.isSuccess) return <LinkSent email={email.trim()} />;
  return (
    <Page title={t('reset.title')} lead={t('reset.lead')} width="narrow">
      <Stack>
        <Card>
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              send();
            }}
          >
            <Stack>
              <ProblemAlert error={attempt.error} />
              <TextInput
                label={t('account.email')}
                type="email"
                autoComplete="username"
                required
                value={email}
                error={wrong && t('account.email.invalid')}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
              <Button type="submit" size="md" loading={attempt.isPending}>
                {t('reset.action')}
              </Button>
            </Stack>
          </form>
        </Card>
        <AnchorLink to="/sign-in" ta="center" size="sm" fw={600}>
          {t('reset.back')}
        </AnchorLink>
      </Stack>
    </Page>
  );
}

/** The same for every address. */
function LinkSent({ email }: { readonly email: string }): ReactNode {
  const t = useText();
  return (
    <Page title={t('reset.sent.title')} width="narrow">
      <Empty
        icon={<IconMailForward size={28} />}
        title={t('reset.sent')}
        actions={
          <ButtonLink to="/sign-in" variant="default">
            {t('reset.back')}
          </ButtonLink>
        }
      >
        {t('reset.sent.words', { email })}
      </Empty>
    </Page>
  );
}
