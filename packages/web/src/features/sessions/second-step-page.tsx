import { Button, Stack } from '@mantine/core';
import type { Session } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { AnchorLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';
import { ProveIt } from './prove-it.tsx';
import { type CurrentSession, useSignedIn } from './session-query.ts';
import { useSignOut } from './use-sign-out.ts';

interface SecondStepPageProps {
  readonly session: CurrentSession;
  readonly onSignedIn: (session: Session) => void;
  readonly onSignedOut: () => void;
}

/** The password was right, and the account has a second factor: the session opens nothing before it is shown. */
export function SecondStepPage({
  session,
  onSignedIn,
  onSignedOut,
}: SecondStepPageProps): ReactNode {
  const t = useText();
  const signedIn = useSignedIn(onSignedIn);
  const signOut = useSignOut(onSignedOut);
  return (
    <Page title={t('secondStep.title')} lead={t('secondStep.lead')} width="narrow">
      <Stack>
        <Card>
          <ProveIt proofs={session.proofs} onProved={(proved) => void signedIn(proved)} />
        </Card>
        <Card tone="tint" title={t('secondStep.lost')}>
          {t('secondStep.lost.words')}{' '}
          <AnchorLink to="/sign-in/lost" inherit fw={600}>
            {t('secondStep.lost.action')}
          </AnchorLink>
        </Card>
        <Button variant="subtle" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t('secondStep.other')}
        </Button>
      </Stack>
    </Page>
  );
}
