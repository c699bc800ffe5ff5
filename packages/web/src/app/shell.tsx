import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ErasureBanner } from '../features/erasure/erasure-banner.tsx';
import { type Account, IdleWatch, useAccount } from '../features/sessions/index.ts';
import { AccountMenu } from './account-menu.tsx';
import { Frame } from './frame.tsx';
import { BottomNav, HeaderNav, hasPlaces } from './nav.tsx';
import { LanguageMenu, SchemeMenu } from './preference-menus.tsx';

/** Signed in. */
export function Shell(): ReactNode {
  const account = useAccount();
  return (
    <SignedInFrame account={account}>
      <Outlet />
    </SignedInFrame>
  );
}

/** A page that belongs to nobody in particular (there is no such address), around which whoever is signed in keeps their places. */
export function EitherShell({ children }: { readonly children: ReactNode }): ReactNode {
  const account = useAccount();
  if (!account) return <Frame end={<Preferences />}>{children}</Frame>;
  return <SignedInFrame account={account}>{children}</SignedInFrame>;
}

interface SignedInFrameProps {
  readonly account: Account | null;
  readonly children: ReactNode;
}

function SignedInFrame({ account, children }: SignedInFrameProps): ReactNode {
  const role = account?.session.role;
  const goes = role !== undefined && hasPlaces(role);
  return (
    <Frame
      nav={goes && <HeaderNav role={role} />}
      bottom={goes && <BottomNav role={role} />}
      end={account && <AccountMenu account={account} />}
      banner={account?.erasure && <ErasureBanner erasure={account.erasure} />}
    >
      {account && <Idle account={account} />}
      {children}
    </Frame>
  );
}

function Idle({ account }: { readonly account: Account }): ReactNode {
  const navigate = useNavigate();
  const { endSession } = useRouter().options.context;
  return (
    <IdleWatch
      session={account.session}
      onEnd={endSession}
      onSignedOut={() => void navigate({ to: '/' })}
    />
  );
}

/** Nobody in particular. */
export function GuestShell(): ReactNode {
  return (
    <Frame end={<Preferences />}>
      <Outlet />
    </Frame>
  );
}

/** Whoever holds a share link. */
export function SharedShell(): ReactNode {
  return (
    <Frame linked={false} end={<Preferences />}>
      <Outlet />
    </Frame>
  );
}

function Preferences(): ReactNode {
  return (
    <>
      <LanguageMenu />
      <SchemeMenu />
    </>
  );
}
