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
import {
  type Account,
  type CurrentSession,
  accountOptions,
  sessionOptions,
} from '../features/sessions/index.ts';
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
  /** Nobody is there: hides what is open, and ends the session. */
  readonly endSession: () => void;
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
  beforeLoad: async ({ context, location: { href } }) => {
    const known = await signedIn(context, href);
    if (known.session.needs === 'nothing') return { account: known };
    // oxlint-disable-next-line typescript/only-throw-error -- how TanStack Router redirects
    throw redirect({ to: '/account/second-factor', search: { back: href } });
  },
});

/** For whoever is signed in, but may have to set up a second factor before anything else. */
const enrolling = createRoute({
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

const currentSession = ({ client, queries }: RouterContext): Promise<CurrentSession | null> =>
  queries.fetchQuery(sessionOptions(client));

/** Where to go afterwards. */
const withBack = (search: Record<string, unknown>): { back?: string } =>
  typeof search['back'] === 'string' ? { back: backPath(search['back']) } : {};

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
    if (known?.session.needs === 'second-factor-set-up')
      // oxlint-disable-next-line typescript/only-throw-error -- how TanStack Router redirects
      throw redirect({ to: '/account/second-factor' });
    // oxlint-disable-next-line typescript/only-throw-error -- as above
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

/** What this installation says of itself to everybody. */
const described = async ({ context }: { context: RouterContext }) =>
  context.queries.fetchQuery(systemStateOptions(context.client));

const signUp = createRoute({
  getParentRoute: () => guest,
  path: '/sign-up',
  beforeLoad: described,
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
    ...withBack(search),
    ...(search['ended'] === true && { ended: true }),
  }),
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'SignInRoute'),
});

/** The password was right; the session it made still lacks the second factor. */
const halfSignedIn = async ({ context }: { context: RouterContext }) => {
  const session = await currentSession(context);
  if (session?.needs === 'second-factor') return { session };
  // oxlint-disable-next-line typescript/only-throw-error -- how TanStack Router redirects
  throw redirect(session ? { to: '/' } : { to: '/sign-in' });
};

const secondStep = createRoute({
  getParentRoute: () => guest,
  path: '/sign-in/second',
  validateSearch: withBack,
  beforeLoad: halfSignedIn,
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'SecondStepRoute'),
});

const lostFactors = createRoute({
  getParentRoute: () => guest,
  path: '/sign-in/lost',
  beforeLoad: halfSignedIn,
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'LostFactorsRoute'),
});

const confirm = createRoute({
  getParentRoute: () => guest,
  path: '/confirm',
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'ConfirmRoute'),
});

const reset = createRoute({
  getParentRoute: () => guest,
  path: '/reset',
  beforeLoad: described,
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'ResetRoute'),
});

const emailChange = createRoute({
  getParentRoute: () => guest,
  path: '/email-change',
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'EmailChangeRoute'),
});

const recoveryCancel = createRoute({
  getParentRoute: () => guest,
  path: '/recovery-cancel',
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'RecoveryCancelRoute'),
});

const secondFactor = createRoute({
  getParentRoute: () => enrolling,
  path: '/account/second-factor',
  validateSearch: withBack,
  component: lazyRouteComponent(() => import('./second-factor-route.tsx'), 'SecondFactorRoute'),
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

const security = createRoute({
  getParentRoute: () => member,
  path: '/account/security',
  component: lazyRouteComponent(() => import('./security-route.tsx'), 'SecurityRoute'),
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
  guest.addChildren([
    home,
    setUp,
    signUp,
    signIn,
    secondStep,
    lostFactors,
    invitation,
    confirm,
    reset,
    emailChange,
    recoveryCancel,
    erased,
  ]),
  enrolling.addChildren([secondFactor]),
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
    security,
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
