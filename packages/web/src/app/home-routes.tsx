import { useRouteContext, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { KeysUnreachablePage, LockedPage, NeedsSetUpPage } from '../features/system/index.ts';
import { LandingPage } from './landing-page.tsx';

export function HomeRoute(): ReactNode {
  const { state } = useRouteContext({ from: '/guest/' });
  const router = useRouter();
  const check = (): void => void router.invalidate();
  if (state === 'needs-set-up') return <NeedsSetUpPage onCheck={check} />;
  if (state === 'keys-unreachable') return <KeysUnreachablePage onCheck={check} />;
  return state === 'locked' ? <LockedPage onCheck={check} /> : <LandingPage />;
}
