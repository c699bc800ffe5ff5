import { Alert, Group, Stack, Text as Words } from '@mantine/core';
import type { Session } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { AnchorLink } from '../../ui/links.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { useBack } from './use-back.ts';
import { hasPasskeys } from './passkey.ts';
import { PasskeySignIn } from './passkey-sign-in.tsx';
import { useSignedIn } from './session-query.ts';
import { SignInForm } from './sign-in-form.tsx';

interface SignInPageProps {
  /** A session ran out while it was in use. */
  readonly ended: boolean;
  readonly onSignedIn: (session: Session) => void;
}

export function SignInPage({ ended, onSignedIn }: SignInPageProps): ReactNode {
  const t = useText();
  const signedIn = useSignedIn(onSignedIn);
  return (
    <Page title={t('signIn.title')} lead={t('signIn.lead')} width="narrow">
      <Stack>
        {ended && (
          <Alert color="honey" variant="light">
            {t('signIn.ended')}
          </Alert>
        )}
        <Card>
          <Stack>
            <SignInForm onSignedIn={signedIn} />
            {hasPasskeys() && <PasskeySignIn onSignedIn={signedIn} />}
          </Stack>
        </Card>
        <Group justify="center" gap="xs">
          <AnchorLink to="/reset" size="sm" fw={600}>
            {t('signIn.forgot')}
          </AnchorLink>
        </Group>
        <Words ta="center" size="sm">
          {t('signIn.noAccount')}{' '}
          <AnchorLink to="/sign-up" search={useBack()} hash inherit fw={600}>
            {t('signUp.action')}
          </AnchorLink>
        </Words>
      </Stack>
    </Page>
  );
}
