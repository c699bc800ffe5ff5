import type { QueryClient } from '@tanstack/react-query';
import { Outlet, createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import type { Client } from '@wardkeep/client';
import type { Role } from '@wardkeep/contract';
import {
  type Account,
  type CurrentSession,
  accountOptions,
  sessionOptions,
} from '../features/sessions/index.ts';
import { backPath } from './back-path.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { GuestShell, Shell } from './shell.tsx';

export interface RouterContext {
  readonly client: Client;
  readonly queries: QueryClient;
  /** The last session ran out, rather than being ended by a sign-out or never begun. */
  readonly sessionEnded: () => boolean;
  /** Nobody is there: hides what is open, and ends the session. */
  readonly endSession: () => void;
}

/** Everything stands below it. */
export const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

export const account = ({ client, queries }: RouterContext): Promise<Account | null> =>
  queries.ensureQueryData(accountOptions(client));

export function homeOf(role: Role): '/chart' | '/admin' | '/welcome' {
  if (role === 'patient') return '/chart';
  return role === 'admin' ? '/admin' : '/welcome';
}

/** Pages for nobody in particular. */
export const guest = createRoute({
  getParentRoute: () => root,
  id: 'guest',
  component: GuestShell,
});

/** Pages for whoever is signed in; the server decides again at each call. */
export const member = createRoute({
  getParentRoute: () => root,
  id: 'member',
  component: Shell,
  beforeLoad: async ({ context, location: { href } }) => {
    const known = await signedIn(context, href);
    if (known.session.needs === 'nothing') return { account: known };
    // oxlint-disable-next-line typescript/only-throw-error -- how TanStack Router redirects
    throw redirect({ to: '/account/second-factor', search: { back: href } });
  },
});

/** For whoever is signed in, but may have to set up a second factor before anything else. */
export const enrolling = createRoute({
  getParentRoute: () => root,
  id: 'enrolling',
  component: Shell,
  beforeLoad: async ({ context, location: { href } }) => ({
    account: await signedIn(context, href),
  }),
});

/** Leads whoever is not signed in, or lacks the second step, to where they can go on. */
async function signedIn(context: RouterContext, href: string): Promise<Account> {
  const known = await account(context);
  if (known) return known;
  const back = backPath(href);
  const ended = context.sessionEnded();
  const half = ended ? null : await currentSession(context);
  // oxlint-disable-next-line typescript/only-throw-error -- how TanStack Router redirects
  if (half?.needs === 'second-factor') throw redirect({ to: '/sign-in/second', search: { back } });
  // oxlint-disable-next-line typescript/only-throw-error -- as above
  throw redirect({ to: '/sign-in', search: { back, ...(ended && { ended }) } });
}

export const currentSession = ({
  client,
  queries,
}: RouterContext): Promise<CurrentSession | null> => queries.fetchQuery(sessionOptions(client));

/** Where to go afterwards. */
export const withBack = (search: Record<string, unknown>): { back?: string } =>
  typeof search['back'] === 'string' ? { back: backPath(search['back']) } : {};

/** A page of another role leads home, rather than to a refusal. */
export const only = (...allowed: readonly Role[]) => ({
  beforeLoad: ({ context }: { context: { account: Account } }) => {
    const { role } = context.account.session;
    // oxlint-disable-next-line typescript/only-throw-error -- how TanStack Router redirects
    if (!allowed.includes(role)) throw redirect({ to: homeOf(role) });
  },
});
