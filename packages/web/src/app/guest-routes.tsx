import { useNavigate, useRouteContext, useRouter, useSearch } from '@tanstack/react-router';
import type { Session } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { CancelRecoveryPage, LostFactorsPage } from '../features/account-recovery/index.ts';
import {
  ConfirmSignUpPage,
  EmailChangePage,
  InvitationPage,
  ResetPage,
  SetUpPage,
  SignUpPage,
} from '../features/accounts/index.ts';
import { HandOverPage } from '../features/dependants/index.ts';
import { SecondStepPage, SignInPage } from '../features/sessions/index.ts';
import { backWithToken, waitingToken } from './back-path.ts';
import { useHashToken } from './use-hash-token.ts';

/** On from a sign-in: to what the session still lacks, else back to where somebody came from; `/` knows where each role lives. */
function useWayOn(back?: string): (session: Session) => void {
  const router = useRouter();
  const navigate = useNavigate();
  const here = useHashToken();
  const hash = waitingToken(back, here);
  const search = back === undefined ? {} : { back };
  return ({ needs }) => {
    if (needs === 'second-factor') void navigate({ to: '/sign-in/second', search, hash });
    else if (needs === 'second-factor-set-up')
      void navigate({ to: '/account/second-factor', search, hash });
    else router.history.push(backWithToken(back, hash));
  };
}

export function SetUpRoute(): ReactNode {
  const navigate = useNavigate();
  return <SetUpPage token={useHashToken()} onDone={() => void navigate({ to: '/admin' })} />;
}

export function SignUpRoute(): ReactNode {
  const { signUp } = useRouteContext({ from: '/guest/sign-up' });
  const { back } = useSearch({ from: '/guest/sign-up' });
  return <SignUpPage isClosed={signUp === 'invited'} onSignedIn={useWayOn(back)} />;
}

export function InvitationRoute(): ReactNode {
  return <InvitationPage token={useHashToken()} onSignedIn={useWayOn()} />;
}

export function ConfirmRoute(): ReactNode {
  return <ConfirmSignUpPage token={useHashToken()} onSignedIn={useWayOn()} />;
}

export function ResetRoute(): ReactNode {
  const { notices } = useRouteContext({ from: '/guest/reset' });
  return <ResetPage token={useHashToken()} sendsMail={!notices.includes('no-mail')} />;
}

export function EmailChangeRoute(): ReactNode {
  return <EmailChangePage token={useHashToken()} />;
}

export function RecoveryCancelRoute(): ReactNode {
  return <CancelRecoveryPage token={useHashToken()} />;
}

export function SignInRoute(): ReactNode {
  const { back, ended } = useSearch({ from: '/guest/sign-in' });
  return <SignInPage ended={ended ?? false} onSignedIn={useWayOn(back)} />;
}

export function SecondStepRoute(): ReactNode {
  const { back } = useSearch({ from: '/guest/sign-in/second' });
  const { session } = useRouteContext({ from: '/guest/sign-in/second' });
  const navigate = useNavigate();
  return (
    <SecondStepPage
      session={session}
      onSignedIn={useWayOn(back)}
      onSignedOut={() => void navigate({ to: '/sign-in' })}
    />
  );
}

export function LostFactorsRoute(): ReactNode {
  return <LostFactorsPage />;
}

export function HandOverRoute(): ReactNode {
  return <HandOverPage token={useHashToken()} onSignedIn={useWayOn()} />;
}
