import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAccount } from '../features/sessions/index.ts';
import { AccountMenu } from './account-menu.tsx';
import { Frame } from './frame.tsx';
import { BottomNav, HeaderNav } from './nav.tsx';
import { LanguageMenu, SchemeMenu } from './preference-menus.tsx';

/** Signed in. */
export function Shell(): ReactNode {
  const account = useAccount();
  const patient = account?.session.role === 'patient';
  return (
    <Frame
      nav={patient && <HeaderNav />}
      bottom={patient && <BottomNav />}
      end={account && <AccountMenu account={account} />}
    >
      <Outlet />
    </Frame>
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
