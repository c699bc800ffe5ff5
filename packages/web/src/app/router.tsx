import type { QueryClient } from '@tanstack/react-query';
import {
  Outlet,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import type { Client } from '@wardkeep/client';
import type { Role } from '@wardkeep/contract';
import { type Account, accountOptions } from '../features/sessions/index.ts';
import { AdminPage, systemStateOptions } from '../features/system/index.ts';
import { backPath } from './back-path.ts';
import { ErrorPage } from './error-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { GuestShell, SharedShell, Shell } from './shell.tsx';

interface RouterContext {
  readonly client: Client;
  readonly queries: QueryClient;
  /** The last session ran out, rather than being ended by a sign-out or never begun. */
  readonly sessionEnded: () => boolean;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

const account = ({ client, queries }: RouterContext): Promise<Account | null> =>
  queries.ensureQueryData(accountOptions(client));

export function homeOf(role: Role): '/chart' | '/admin' | '/welcome' {
  if (role === 'patient') return '/chart';
  return role === 'admin' ? '/admin' : '/welcome';
}

const guest = createRoute({ getParentRoute: () => root, id: 'guest', component: GuestShell });

/** Pages for whoever is signed in; the server decides again at each call. */
const member = createRoute({
  getParentRoute: () => root,
  id: 'member',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const known = await account(context);
    if (known) return { account: known };
    const ended = context.sessionEnded();
    // oxlint-disable-next-line typescript/only-throw-error -- how TanStack Router redirects
    throw redirect({ to: '/sign-in', search: { back: location.href, ...(ended && { ended }) } });
  },
});

/** A page of another role leads home, rather than to a refusal. */
const only = (allowed: Role) => ({
  beforeLoad: ({ context }: { context: { account: Account } }) => {
    const { role } = context.account.session;
    // oxlint-disable-next-line typescript/only-throw-error -- how TanStack Router redirects
    if (role !== allowed) throw redirect({ to: homeOf(role) });
  },
});

const home = createRoute({
  getParentRoute: () => guest,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { state } = await context.queries.fetchQuery(systemStateOptions(context.client));
    const known = state === 'ready' ? await account(context) : null;
    // oxlint-disable-next-line typescript/only-throw-error -- how TanStack Router redirects
    if (known) throw redirect({ to: homeOf(known.session.role) });
    return { state };
  },
  component: lazyRouteComponent(() => import('./home-routes.tsx'), 'HomeRoute'),
});

const setUp = createRoute({
  getParentRoute: () => guest,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'SetUpRoute'),
});

const signUp = createRoute({
  getParentRoute: () => guest,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'SignUpRoute'),
});

const invitation = createRoute({
  getParentRoute: () => guest,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'InvitationRoute'),
});

const signIn = createRoute({
  getParentRoute: () => guest,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string; ended?: boolean } => ({
    ...(typeof search['back'] === 'string' && { back: backPath(search['back']) }),
    ...(search['ended'] === true && { ended: true }),
  }),
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'SignInRoute'),
});

const chart = createRoute({
  getParentRoute: () => member,
  path: '/chart',
  ...only('patient'),
  validateSearch: (search: Record<string, unknown>): { share?: boolean } =>
    search['share'] === true ? { share: true } : {},
  component: lazyRouteComponent(() => import('./chart-route.tsx'), 'ChartRoute'),
});

const record = createRoute({
  getParentRoute: () => member,
  path: '/records/$type/$id',
  ...only('patient'),
  component: lazyRouteComponent(() => import('./record-route.tsx'), 'RecordRoute'),
});

const importing = createRoute({
  getParentRoute: () => member,
  path: '/import',
  ...only('patient'),
  component: lazyRouteComponent(() => import('../features/records/index.ts'), 'ImportPage'),
});

const documents = createRoute({
  getParentRoute: () => member,
  path: '/documents',
  ...only('patient'),
  component: lazyRouteComponent(() => import('../features/documents/index.ts'), 'DocumentsPage'),
});

const shares = createRoute({
  getParentRoute: () => member,
  path: '/shares',
  ...only('patient'),
  component: lazyRouteComponent(() => import('../features/sharing/index.ts'), 'SharesPage'),
});

const access = createRoute({
  getParentRoute: () => member,
  path: '/access',
  ...only('patient'),
  component: lazyRouteComponent(() => import('../features/access-log/index.ts'), 'AccessLogPage'),
});

const admin = createRoute({
  getParentRoute: () => member,
  path: '/admin',
  ...only('admin'),
  component: AdminPage,
});

const welcome = createRoute({
  getParentRoute: () => member,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./welcome-page.tsx'), 'WelcomePage'),
});

const ownAccount = createRoute({
  getParentRoute: () => member,
  path: '/account',
  component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
});

const erase = createRoute({
  getParentRoute: () => member,
  path: '/account/erase',
  ...only('patient'),
  component: lazyRouteComponent(() => import('./erasure-routes.tsx'), 'ErasureRoute'),
});

const erased = createRoute({
  getParentRoute: () => guest,
  path: '/erased',
  component: lazyRouteComponent(() => import('./erasure-routes.tsx'), 'ErasedRoute'),
});

const shared = createRoute({ getParentRoute: () => root, id: 'link', component: SharedShell });
const sharedPage = createRoute({
  getParentRoute: () => shared,
  path: '/shared',
  component: lazyRouteComponent(() => import('./shared-route.tsx'), 'SharedRoute'),
});

const tree = root.addChildren([
  guest.addChildren([home, setUp, signUp, signIn, invitation, erased]),
  member.addChildren([
    chart,
    record,
    importing,
    documents,
    shares,
    access,
    admin,
    welcome,
    ownAccount,
    erase,
  ]),
  shared.addChildren([sharedPage]),
]);

export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree: tree,
    context,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: ErrorPage,
    defaultPendingMs: 400,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
