import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { AdminPage, systemStateOptions } from '../features/system/index.ts';
import { ErrorPage } from './error-page.tsx';
import { eventSearch } from '../features/audit-log/event-search.ts';
import { withChartWords } from './language.ts';
import { handOver, offerRoutes, peopleRoutes } from './people-tree.tsx';
import {
  type RouterContext,
  account,
  currentSession,
  enrolling,
  guest,
  homeOf,
  member,
  only,
  root,
  withBack,
} from './route-base.tsx';
import { SharedShell } from './shell.tsx';

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
  validateSearch: withBack,
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
  component: lazyRouteComponent(
    withChartWords(() => import('./chart-route.tsx')),
    'ChartRoute',
  ),
});

const record = createRoute({
  getParentRoute: () => member,
  path: '/records/$type/$id',
  ...only('patient'),
  component: lazyRouteComponent(
    withChartWords(() => import('./record-route.tsx')),
    'RecordRoute',
  ),
});

const formRoutes = withChartWords(() => import('./record-form-routes.tsx'));
const versionRoutes = withChartWords(() => import('./version-routes.tsx'));

const add = createRoute({
  getParentRoute: () => member,
  path: '/add/$kind',
  ...only('patient'),
  component: lazyRouteComponent(formRoutes, 'AddRecordRoute'),
});

const edit = createRoute({
  getParentRoute: () => member,
  path: '/records/$type/$id/edit',
  ...only('patient'),
  component: lazyRouteComponent(formRoutes, 'EditRecordRoute'),
});

const versions = createRoute({
  getParentRoute: () => member,
  path: '/records/$type/$id/versions',
  ...only('patient'),
  component: lazyRouteComponent(versionRoutes, 'VersionsRoute'),
});

const importing = createRoute({
  getParentRoute: () => member,
  path: '/import',
  ...only('patient'),
  component: lazyRouteComponent(
    withChartWords(() => import('../features/imports/index.ts')),
    'ImportPage',
  ),
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

const organisations = createRoute({
  getParentRoute: () => member,
  path: '/admin/organisations',
  ...only('admin'),
  component: lazyRouteComponent(
    () => import('../features/organisations/index.ts'),
    'OrganisationsPage',
  ),
});

const reviews = createRoute({
  getParentRoute: () => member,
  path: '/admin/emergency-reviews',
  ...only('admin'),
  component: lazyRouteComponent(() => import('../features/emergency/index.ts'), 'ReviewsPage'),
});

const accessTable = createRoute({
  getParentRoute: () => member,
  path: '/admin/access-table',
  ...only('admin'),
  component: lazyRouteComponent(
    () => import('../features/access-table/index.ts'),
    'AccessTablePage',
  ),
});

const reidentification = createRoute({
  getParentRoute: () => member,
  path: '/admin/re-identification',
  ...only('admin'),
  component: lazyRouteComponent(
    () => import('../features/pseudonyms/index.ts'),
    'ReidentificationPage',
  ),
});

const securityCenterRoutes = () => import('./security-center-routes.tsx');

const alerts = createRoute({
  getParentRoute: () => member,
  path: '/admin/security',
  ...only('admin'),
  component: lazyRouteComponent(securityCenterRoutes, 'AlertsRoute'),
});

const auditSearch = createRoute({
  getParentRoute: () => member,
  path: '/admin/security/log',
  ...only('admin'),
  validateSearch: eventSearch,
  component: lazyRouteComponent(securityCenterRoutes, 'AuditSearchRoute'),
});

const questions = createRoute({
  getParentRoute: () => member,
  path: '/admin/security/questions',
  ...only('admin'),
  component: lazyRouteComponent(securityCenterRoutes, 'QuestionsRoute'),
});

const emergency = createRoute({
  getParentRoute: () => member,
  path: '/emergency',
  ...only('provider', 'radiologist'),
  component: lazyRouteComponent(() => import('./emergency-routes.tsx'), 'EmergencyRoute'),
});

const exporting = createRoute({
  getParentRoute: () => member,
  path: '/export',
  ...only('client'),
  component: lazyRouteComponent(() => import('../features/exports/index.ts'), 'ExportPage'),
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
    handOver,
  ]),
  enrolling.addChildren([secondFactor]),
  member.addChildren([
    chart,
    record,
    add,
    edit,
    versions,
    importing,
    documents,
    shares,
    access,
    admin,
    organisations,
    reviews,
    accessTable,
    reidentification,
    alerts,
    auditSearch,
    questions,
    emergency,
    exporting,
    welcome,
    ownAccount,
    security,
    erase,
    ...peopleRoutes,
  ]),
  ...offerRoutes,
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
