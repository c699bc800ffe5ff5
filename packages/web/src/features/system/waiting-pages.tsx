import { Button, Code } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { IconLock, IconPlugConnectedX, IconSparkles } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { useText } from '../../ui/text.ts';

interface WaitingPageProps {
  readonly onCheck: () => void;
}

/** A new installation, whose first administrator comes by a link that only the terminal shows. */
export function NeedsSetUpPage({ onCheck }: WaitingPageProps): ReactNode {
  const t = useText();
  return (
    <Page title={t('needsSetUp.title')} width="narrow">
      <Card title={t('needsSetUp.next')} icon={<IconSparkles size={20} />}>
        <p>{t('needsSetUp.words')}</p>
        <p>
          <Code block>{`${window.location.origin}/set-up#…`}</Code>
        </p>
        <CheckAgain onCheck={onCheck} />
      </Card>
    </Page>
  );
}

/** The keys are closed: nothing can be read until whoever runs the server opens them. */
export function LockedPage({ onCheck }: WaitingPageProps): ReactNode {
  const t = useText();
  return (
    <Page title={t('locked.title')} width="narrow">
      <Card title={t('locked.next')} icon={<IconLock size={20} />}>
        <p>{t('locked.words')}</p>
        <p>
          <Code block translate="no">
            npx wardkeep unlock
          </Code>
        </p>
        <CheckAgain onCheck={onCheck} />
      </Card>
    </Page>
  );
}

const CHECK_EVERY_MS = 10_000;

/** Whoever holds the root key does not answer: it opens by itself, and this page with it. */
export function KeysUnreachablePage({ onCheck }: WaitingPageProps): ReactNode {
  const t = useText();
  const { start, stop } = useInterval(onCheck, CHECK_EVERY_MS);
  useEffect(() => {
    start();
    return stop;
  }, [start, stop]);
  return (
    <Page title={t('keysAway.title')} width="narrow">
      <Card title={t('keysAway.next')} icon={<IconPlugConnectedX size={20} />}>
        <p>{t('keysAway.words')}</p>
        <CheckAgain onCheck={onCheck} />
      </Card>
    </Page>
  );
}

function CheckAgain({ onCheck }: WaitingPageProps): ReactNode {
  const t = useText();
  return (
    <Button variant="default" onClick={onCheck}>
      {t('locked.check')}
    </Button>
  );
}
