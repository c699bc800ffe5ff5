/** Pages about people: who may see a chart, other people's charts, and the links between them. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { Account } from '../features/sessions/index.ts';
import { withChartWords } from './language.ts';
import { account, guest, homeOf, member, only, root } from './route-base.tsx';

const ownConsents = () => import('./consent-routes.tsx');

const consents = createRoute({
  getParentRoute: () => member,
  path: '/consents',
  ...only('patient'),
  component: lazyRouteComponent(ownConsents, 'ConsentsRoute'),
});

const inviteToChart = createRoute({
  getParentRoute: () => member,
  path: '/consents/invite',
  ...only('patient'),
  component: lazyRouteComponent(ownConsents, 'InviteRoute'),
});

const consent = createRoute({
  getParentRoute: () => member,
  path: '/consents/$consentId',
  ...only('patient'),
  component: lazyRouteComponent(ownConsents, 'ConsentRoute'),
});

const dependants = createRoute({
  getParentRoute: () => member,
  path: '/dependants',
  ...only('patient'),
  component: lazyRouteComponent(() => import('../features/dependants/index.ts'), 'DependantsPage'),
});

/** Administrators look after accounts, and see nobody's chart. */
const notAdmin = {
  beforeLoad: ({ context }: { context: { account: Account } }) => {
    const { role } = context.account.session;
    // oxlint-disable-next-line typescript/only-throw-error -- how TanStack Router redirects
    if (role === 'admin') throw redirect({ to: homeOf(role) });
  },
};

const people = createRoute({
  getParentRoute: () => member,
  path: '/people',
  ...notAdmin,
  component: lazyRouteComponent(() => import('../features/relationships/index.ts'), 'PeoplePage'),
});

const ended = createRoute({
  getParentRoute: () => member,
  path: '/people/ended',
  ...notAdmin,
  component: lazyRouteComponent(() => import('../features/relationships/index.ts'), 'EndedPage'),
});

/** Many patients at once, for those who may bring them along. */
const importPatients = createRoute({
  getParentRoute: () => member,
  path: '/people/import',
  ...only('provider'),
  validateSearch: (search: Record<string, unknown>): { organisation?: string } =>
    typeof search['organisation'] === 'string' ? { organisation: search['organisation'] } : {},
  component: lazyRouteComponent(
    withChartWords(() => import('./patient-imports-route.tsx')),
    'PatientImportsRoute',
  ),
});

const personRoutes = withChartWords(() => import('./person-routes.tsx'));
const formRoutes = withChartWords(() => import('./record-form-routes.tsx'));
const versionRoutes = withChartWords(() => import('./version-routes.tsx'));

/** Somebody else's chart. */
const person = createRoute({
  getParentRoute: () => member,
  path: '/people/$patientId',
  ...notAdmin,
  component: lazyRouteComponent(personRoutes, 'PersonRoute'),
});

const personChart = createRoute({
  getParentRoute: () => person,
  path: '/chart',
  validateSearch: (search: Record<string, unknown>): { share?: boolean } =>
    search['share'] === true ? { share: true } : {},
  component: lazyRouteComponent(personRoutes, 'PersonChartRoute'),
});

const personRecord = createRoute({
  getParentRoute: () => person,
  path: '/records/$type/$id',
  component: lazyRouteComponent(personRoutes, 'PersonRecordRoute'),
});

const personAdd = createRoute({
  getParentRoute: () => person,
  path: '/add/$kind',
  component: lazyRouteComponent(formRoutes, 'AddRecordRoute'),
});

const personEdit = createRoute({
  getParentRoute: () => person,
  path: '/records/$type/$id/edit',
  component: lazyRouteComponent(formRoutes, 'EditRecordRoute'),
});

const personVersions = createRoute({
  getParentRoute: () => person,
  path: '/records/$type/$id/versions',
  component: lazyRouteComponent(versionRoutes, 'VersionsRoute'),
});

const personImport = createRoute({
  getParentRoute: () => person,
  path: '/import',
  component: lazyRouteComponent(
    withChartWords(() => import('../features/imports/index.ts')),
    'ImportPage',
  ),
});

const personDocuments = createRoute({
  getParentRoute: () => person,
  path: '/documents',
  component: lazyRouteComponent(() => import('../features/documents/index.ts'), 'DocumentsPage'),
});

const personShares = createRoute({
  getParentRoute: () => person,
  path: '/shares',
  component: lazyRouteComponent(() => import('../features/sharing/index.ts'), 'SharesPage'),
});

const personAccess = createRoute({
  getParentRoute: () => person,
  path: '/access',
  component: lazyRouteComponent(() => import('../features/access-log/index.ts'), 'AccessLogPage'),
});

const personConsents = createRoute({
  getParentRoute: () => person,
  path: '/consents',
  component: lazyRouteComponent(personRoutes, 'PersonConsentsRoute'),
});

const personInvite = createRoute({
  getParentRoute: () => person,
  path: '/consents/invite',
  component: lazyRouteComponent(personRoutes, 'PersonInviteRoute'),
});

const personConsent = createRoute({
  getParentRoute: () => person,
  path: '/consents/$consentId',
  component: lazyRouteComponent(personRoutes, 'PersonConsentRoute'),
});

const guardians = createRoute({
  getParentRoute: () => person,
  path: '/guardians',
  component: lazyRouteComponent(personRoutes, 'GuardiansRoute'),
});

/** Links that are for whoever has an account, or makes one. */
const offer = createRoute({
  getParentRoute: () => root,
  path: '/consent',
  beforeLoad: async ({ context }) => void (await account(context)),
  component: lazyRouteComponent(() => import('./offer-routes.tsx'), 'OfferRoute'),
});

const guardianship = createRoute({
  getParentRoute: () => root,
  path: '/guardianship',
  beforeLoad: async ({ context }) => void (await account(context)),
  component: lazyRouteComponent(() => import('./offer-routes.tsx'), 'GuardianshipRoute'),
});

/** Below `guest`. */
export const handOver = createRoute({
  getParentRoute: () => guest,
  path: '/hand-over',
  component: lazyRouteComponent(() => import('./guest-routes.tsx'), 'HandOverRoute'),
});

/** Below `member`. */
export const peopleRoutes = [
  consents,
  inviteToChart,
  consent,
  dependants,
  people,
  ended,
  importPatients,
  person.addChildren([
    personChart,
    personRecord,
    personAdd,
    personEdit,
    personVersions,
    personImport,
    personDocuments,
    personShares,
    personAccess,
    personConsents,
    personInvite,
    personConsent,
    guardians,
  ]),
] as const;

/** Below `root`. */
export const offerRoutes = [offer, guardianship] as const;
