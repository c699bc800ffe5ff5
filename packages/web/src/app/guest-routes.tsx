import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { InvitationPage, SetUpPage, SignUpPage } from '../features/accounts/index.ts';
import { SignInPage } from '../features/sessions/index.ts';
import { backPath } from './back-path.ts';
import { useHashToken } from './use-hash-token.ts';

/** `/` knows where each role lives. */
function useGoHome(): () => void {
  const navigate = useNavigate();
  return () => void navigate({ to: '/' });
}

export function SetUpRoute(): ReactNode {
  const navigate = useNavigate();
  return <SetUpPage token={useHashToken()} onDone={() => void navigate({ to: '/admin' })} />;
}

export function SignUpRoute(): ReactNode {
  return <SignUpPage onSignedIn={useGoHome()} />;
}

export function InvitationRoute(): ReactNode {
  return <InvitationPage token={useHashToken()} onSignedIn={useGoHome()} />;
}

export function SignInRoute(): ReactNode {
  const { back, ended } = useSearch({ from: '/guest/sign-in' });
  const router = useRouter();
  return (
    <SignInPage ended={ended ?? false} onSignedIn={() => router.history.push(backPath(back))} />
  );
}
