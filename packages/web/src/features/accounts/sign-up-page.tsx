import { Stack, Text as Words } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconMail, IconMailForward } from '@tabler/icons-react';
import { PASSWORD_LEAST_ALONE, type Session, signUp } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { useBack, useClient, useSignedIn } from '../sessions/index.ts';
import { AccountFormCard } from './account-form-card.tsx';
import type { AccountForm } from './account-form.ts';
import { useLanguage } from './use-language.ts';

const RULES = { leastLetters: PASSWORD_LEAST_ALONE, asksEmail: true };

interface SignUpPageProps {
  /** Nobody gets an account here but by invitation. */
  readonly isClosed: boolean;
  readonly onSignedIn: (session: Session) => void;
}

export function SignUpPage({ isClosed, onSignedIn }: SignUpPageProps): ReactNode {
  return isClosed ? <ByInvitationOnly /> : <SignUp onSignedIn={onSignedIn} />;
}

function SignUp({ onSignedIn }: Pick<SignUpPageProps, 'onSignedIn'>): ReactNode {
  const t = useText();
  const client = useClient();
  const language = useLanguage();
  const back = useBack();
  const signedIn = useSignedIn(onSignedIn);
  const attempt = useMutation({
    mutationFn: (form: AccountForm) => client.call(signUp, { body: { ...form, language } }),
    onSuccess: ({ session }) => (session === null ? undefined : signedIn(session)),
  });
  if (attempt.data?.session === null) return <MailSent email={attempt.variables?.email ?? ''} />;
  return (
    <Page title={t('signUp.title')} lead={t('signUp.lead')} width="narrow">
      <Stack>
        <AccountFormCard
          rules={RULES}
          action={t('signUp.action')}
          busy={attempt.isPending}
          error={attempt.error}
          onSend={attempt.mutate}
        />
        <Words ta="center" size="sm">
          {t('signUp.haveAccount')}{' '}
          <AnchorLink to="/sign-in" search={back} hash inherit fw={600}>
            {t('signIn.action')}
          </AnchorLink>
        </Words>
      </Stack>
    </Page>
  );
}

/** The same for every address: only who reads its mail learns whether it has an account. */
function MailSent({ email }: { readonly email: string }): ReactNode {
  const t = useText();
  return (
    <Page title={t('signUp.sent.title')} width="narrow">
      <Empty icon={<IconMailForward size={28} />} title={t('signUp.sent')}>
        {t('signUp.sent.words', { email })}
      </Empty>
    </Page>
  );
}

function ByInvitationOnly(): ReactNode {
  const t = useText();
  return (
    <Page title={t('signUp.title')} width="narrow">
      <Empty
        icon={<IconMail size={28} />}
        title={t('signUp.closed')}
        actions={
          <ButtonLink to="/sign-in" variant="default">
            {t('signIn.action')}
          </ButtonLink>
        }
      >
        {t('signUp.closed.words')}
      </Empty>
    </Page>
  );
}
