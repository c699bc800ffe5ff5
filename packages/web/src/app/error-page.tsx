import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useText } from '../ui/text.ts';
import { Frame } from './frame.tsx';

/** A page that could not be shown, because the server did not answer or a part of the app broke. */
export function ErrorPage({ error, reset }: ErrorComponentProps): ReactNode {
  const t = useText();
  const router = useRouter();
  const again = (): Promise<void> => {
    reset();
    return router.invalidate();
  };
  return (
    <Frame>
      <Page title={t('error.title')} width="narrow">
        <ProblemAlert error={error} onRetry={again} />
      </Page>
    </Frame>
  );
}
