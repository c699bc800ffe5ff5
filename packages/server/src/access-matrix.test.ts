import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, type Action, type Endpoint, type Role } from '@wardkeep/contract';
import { refusal } from './gate/index.ts';
import { TARGETS, expectedAccess, isExpected, type Target } from './access-matrix-expected.ts';
import { onePatientBundle } from './testing/bundles.ts';
import { PNG } from './testing/files.ts';
import { EVERYTHING, giveGrant } from './testing/give-grant.ts';
import { startTestServer, type TestServer } from './testing/index.ts';
import { listedRoutes } from './testing/listed-routes.ts';
import type { Answer, TestCaller } from './testing/test-caller.ts';
import { WORDS, validBody, validQuery } from './testing/valid-body.ts';

/**
 * Every role × every route × whose data, over HTTP, generated from the list of routes and compared with what
 * `access-matrix-expected.ts` says by hand. A request is admitted when the gate let it in: what a feature then says to
 * made-up ids and codes is not a matter of access.
 */
const endpoints = listedRoutes().map(({ endpoint }) => endpoint);
const expected = expectedAccess();
/** What ends something for the caller comes after everything else. */
const LAST: readonly Action[] = [
  'record.delete',
  'erasure.cancel',
  'relationship.leave',
  'account.deactivate',
  'session.sign-out',
];
/** Nobody is named: who is found is whom the caller may read. */
const OF_NOBODY: readonly Action[] = ['record.find', 'record.validate'];

const inOrder = [
  ...endpoints.filter(({ action }) => !LAST.includes(action)),
  ...LAST.flatMap((last) => endpoints.filter(({ action }) => action === last)),
];
const cells = inOrder.flatMap((endpoint) =>
  targetsOf(endpoint).map((target) => ({ endpoint, target })),
);

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await startTestServer();
  world = await makeWorld();
}, 60_000);
afterAll(() => server.stop());

describe('who may do what', () => {
  test('is said by hand of every action that a route has, and of no other', () => {
    expect([...expected.keys()].toSorted()).toEqual(
      [...new Set(endpoints.map(({ action }) => action))].toSorted(),
    );
  });

  test('has in its bodies and addresses only what the contract lets pass', () => {
    const whose = { id: randomUUID(), grantId: randomUUID(), disputed: randomUUID() };
    const known = { personId: randomUUID(), organisationId: randomUUID(), requestId: {} };
    const tokens = { consent: 'x', guardian: 'x' };
    for (const endpoint of endpoints) {
      const params = endpoint.params.safeParse(paramsOf(endpoint, whose, known));
      expect(params.success, `${endpoint.method} ${endpoint.path}`).toBe(true);
      const query = endpoint.query.safeParse(queryOf(endpoint, whose.id));
      expect(query.success, `${endpoint.action}: ${query.error?.message}`).toBe(true);
      if (endpoint.bodyKind !== 'json') continue;
      const body = endpoint.body.safeParse(bodyFor(endpoint, whose.id, tokens));
      expect(body.success, `${endpoint.action}: ${body.error?.message}`).toBe(true);
    }
  });

  test('is not told by a request that is malformed', async () => {
    const { admin } = world.callers;
    for (const answer of [
      await admin.post('/api/organisations', {}),
      await admin.post('/api/organisations', 'x'),
      await admin.get('/api/patients/x/chart'),
      await admin.get('/api/accounts?x=1'),
    ])
      expect(outcomeOf(answer), answer.text).toBe('broken');
  });

  test('is nothing by the true id of a patient, for a client who has a pseudonym', async () => {
    const { client, provider } = world.callers;
    const [{ id }, known] = [
      world.whose('provider', 'consented'),
      world.whose('client', 'consented'),
    ];
    expect((await provider.get(`/api/patients/${id}/chart`)).status).toBe(200);
    expect((await client.get(`/api/patients/${known.id}/chart`)).status).toBe(200);
    expect(outcomeOf(await client.get(`/api/patients/${id}/chart`))).toBe('refused');
    expect(outcomeOf(await provider.get(`/api/patients/${known.id}/chart`))).toBe('refused');
  });

  test.concurrent.each(ROLES)(
    `matrix of ${ROLES.length} roles × ${endpoints.length} routes × ${TARGETS.length} targets, ${ROLES.length * cells.length} requests: no surprise for role %s`,
    async (role) => {
      const surprises: string[] = [];
      let asked = 0;
      for (const { endpoint, target } of cells) {
        const { action } = endpoint;
        const answer = await ask(role, endpoint, target);
        const was = outcomeOf(answer);
        const should = isExpected(expected, { action, role, target }) ? 'admitted' : 'refused';
        asked += 1;
        if (was !== should)
          surprises.push(
            `${role} ${endpoint.method} ${endpoint.path} (${action}) of ${target}: ${was}, not ${should}: ${answer.status} ${answer.text.slice(0, 200)}`,
          );
      }
      expect(asked).toBe(cells.length);
      expect(surprises).toEqual([]);
    },
    120_000,
  );
});

/** Everything that the gate says when it lets nobody in, as it says it: a feature that finds nothing says something else. */
const GATE_SAYS = new Set(
  (
    [
      'address_not_allowed',
      'forbidden',
      'not_found',
      'not_signed_in',
      'second_factor_needed',
      'second_factor_set_up_needed',
      'share_ended',
      'step_up_needed',
    ] as const
  ).map((code) => `${code} ${refusal(code).message}`),
);

/** What says nothing about access: the request did not come as far as the gate's decision. */
const BROKEN = ['csrf_refused', 'too_many_requests', 'bad_media_type', 'not_json', 'wrong_host'];
const MALFORMED =
  /^(?:The (?:query|body) of the request is not as it must be\.|There is nothing here\.)$/;

function outcomeOf(answer: Answer): 'admitted' | 'refused' | 'broken' {
  if (answer.status < 300) return 'admitted';
  const { detail, issue } = answer.json;
  const said = String(detail ?? issue?.[0]?.diagnostics);
  if (answer.status >= 500 || BROKEN.includes(answer.code) || MALFORMED.test(said)) return 'broken';
  return GATE_SAYS.has(`${answer.code} ${said}`) ? 'refused' : 'admitted';
}

function targetsOf(endpoint: Endpoint): readonly Target[] {
  const isAboutSomebody =
    endpoint.path.includes(':patientId') ||
    isFhir(endpoint) ||
    endpoint.action === 'audit-event.search';
  return isAboutSomebody ? TARGETS : ['any'];
}

function isFhir({ path, action }: Endpoint): boolean {
  return path.startsWith('/fhir/R4') && action.startsWith('record.') && !OF_NOBODY.includes(action);
}

interface Whose {
  /** For the caller: a client has a pseudonym of its own for each patient. */
  readonly id: string;
  readonly grantId: string;
  /** Of an emergency access that somebody else had to this chart. */
  readonly disputed: string;
}

/** What there must be, since the gate's own words are used where it is not there. */
interface Known {
  /** Whose account is suspended and resumed. */
  readonly personId: string;
  /** Where all staff of this world work. */
  readonly organisationId: string;
  /** Of a request that waits to be answered, or to be read. */
  readonly requestId: Readonly<Record<string, string>>;
}

interface World {
  readonly callers: Readonly<Record<Role, TestCaller>>;
  readonly whose: (role: Role, target: Target) => Whose;
  /** Offers by link: two are answered by one person, and a third one is only read. */
  readonly offer: (kind: 'consent' | 'guardian') => Promise<string>;
  readonly known: Known;
}

/** About an organisation that the caller works for. */
const BY_MEMBER: readonly Action[] = ['patient.import', 'export.organisation'];
const BY_OFFER: readonly Action[] = ['consent.read-offer', 'consent.accept', 'consent.decline'];

async function ask(role: Role, endpoint: Endpoint, target: Target): Promise<Answer> {
  const caller = world.callers[role];
  const whose = world.whose(role, target);
  const params = paramsOf(endpoint, whose, world.known);
  const path = endpoint.path.replace(/:(\w+)/g, (_match, name: string) => params[name] ?? '');
  const query = new URLSearchParams(queryOf(endpoint, whose.id));
  const address = query.size === 0 ? path : `${path}?${query}`;
  const tokens = {
    consent: BY_OFFER.includes(endpoint.action) ? await world.offer('consent') : 'x',
    guardian: endpoint.action === 'guardian.accept' ? await world.offer('guardian') : 'x',
  };
  const answer = await caller.send(
    endpoint.method,
    address,
    requestOf(endpoint, bodyFor(endpoint, whose.id, tokens)),
  );
  keepSession(caller, answer);
  return answer;
}

/** What is changed by a search names whose chart it is in the address. */
function queryOf(
  { action, method, path }: Endpoint,
  patientId: string,
): Readonly<Record<string, string>> {
  const isByQuery = path === '/fhir/R4/:type' && method !== 'GET' && method !== 'POST';
  return isByQuery ? { patient: patientId } : validQuery(action, patientId);
}

/** Two routes of one action may take another body each. */
function bodyFor(
  { action, method }: Endpoint,
  patientId: string,
  tokens: Parameters<typeof validBody>[2],
): object {
  return method === 'PATCH' ? PATCH : validBody(action, patientId, tokens);
}

const PATCH = [{ op: 'test', path: '/resourceType', value: 'Patient' }];

function requestOf(
  { bodyKind, mediaTypes }: Endpoint,
  body: object,
): Parameters<TestCaller['send']>[2] {
  if (bodyKind === 'none') return {};
  if (bodyKind === 'bytes')
    return { body: PNG, headers: { 'content-type': 'application/octet-stream' } };
  if (bodyKind === 'form')
    return {
      body: new URLSearchParams({ ...body }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
  const [mediaType = 'application/json'] = mediaTypes ?? [];
  return { body: JSON.stringify(body), headers: { 'content-type': mediaType } };
}

/** Some answers are a new session, in place of the one that asked. */
function keepSession(caller: TestCaller, answer: Answer): void {
  if (answer.status >= 300 || !answer.text.includes('"csrfToken"')) return;
  caller.csrfToken = String(answer.json.csrfToken ?? answer.json.session?.csrfToken);
}

function paramsOf(
  { action, path }: Endpoint,
  { id, grantId, disputed }: Whose,
  { personId, organisationId, requestId }: Known,
): Readonly<Record<string, string>> {
  const all: Readonly<Record<string, string>> = {
    patientId: id,
    id,
    type: path.includes(':id') ? 'Patient' : 'Observation',
    grantId: action.startsWith('relationship.') ? grantId : disputed,
    personId: action.startsWith('account') ? personId : randomUUID(),
    ...(BY_MEMBER.includes(action) ? { organisationId } : {}),
    requestId: requestId[action] ?? randomUUID(),
    token: `${randomUUID()}.${'x'.repeat(43)}`,
    versionId: '1',
    log: '2026',
  };
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, all[name] ?? randomUUID()]));
}

/** Seven callers, and six patients to whom each of them stands in another way. */
async function makeWorld(): Promise<World> {
  const { admin } = server;
  const callers = Object.fromEntries(
    await Promise.all(ROLES.map(async (role) => [role, await newCaller(role)] as const)),
    // `as`: the keys are ROLES
  ) as Record<Role, TestCaller>;
  await server.proveFreshly(admin);
  const [here, elsewhere] = [await found('Here'), await found('Elsewhere')];
  for (const role of ROLES)
    if (role !== 'patient')
      await admin.send('PUT', `/api/organisations/${here}/members/${callers[role].personId}`, {});
  const patients = new Map<Target, string>();
  for (const target of TARGETS)
    if (target !== 'own') patients.set(target, await newChart(await server.signUp(), target));
  await newChart(callers.patient, 'own');
  await newChart(await server.signUp(), 'Searched');
  const grants = await giveAll({ callers, patients, here, elsewhere });
  const disputed = await openedByAnother(['own', 'dependant']);
  const offering = await server.signUp();
  const child = await offering.post('/api/dependants', {
    displayName: 'Kim Test',
    birthDate: new Date().toISOString().slice(0, 10),
  });
  return {
    callers,
    known: {
      personId: (await server.signUp()).personId,
      organisationId: here,
      requestId: await askWhoTheyAre(callers.admin),
    },
    whose: (role, target) => {
      const granted = grants.get(`${role} ${target}`);
      const id = target === 'own' ? callers[role].personId : (patients.get(target) ?? randomUUID());
      return {
        id: granted?.pseudonym ?? id,
        grantId: granted?.grantId ?? randomUUID(),
        // An administrator reviews one that nobody disputes.
        disputed: disputed.get(target) ?? disputed.get('dependant') ?? randomUUID(),
      };
    },
    offer: async (kind) => {
      const whose = kind === 'consent' ? offering.personId : String(child.json.patientId);
      const path = kind === 'consent' ? 'consents' : 'guardians';
      const terms = { label: 'x', patientLabel: 'x', email: null, terms: EVERYTHING, until: null };
      const body = kind === 'consent' ? terms : { email: null };
      const offered = await offering.post(`/api/patients/${whose}/${path}`, body);
      expect(offered.text).toContain('link');
      return String(offered.json.link).split('#')[1] ?? '';
    },
  };
}

async function newCaller(role: Role): Promise<TestCaller> {
  return role === 'patient' ? server.signUp() : server.join(role);
}

async function found(name: string): Promise<string> {
  return String((await server.admin.post('/api/organisations', { name })).json.organisationId);
}

async function newChart(patient: TestCaller, family: string): Promise<string> {
  const path = `/api/patients/${patient.personId}/imports`;
  const imported = await patient.post(path, onePatientBundle(family));
  expect(imported.status).toBe(200);
  return patient.personId;
}

/** Every role gets every grant, also those that it can have no use for. */
async function giveAll({
  callers,
  patients,
  here,
  elsewhere,
}: {
  readonly callers: World['callers'];
  readonly patients: ReadonlyMap<Target, string>;
  readonly here: string;
  readonly elsewhere: string;
}) {
  const kinds = [
    ['dependant', 'guardian', null],
    ['consented', 'consent', null],
    ['team', 'care-team', here],
    ['emergency', 'emergency', null],
    ['elsewhere', 'care-team', elsewhere],
  ] as const;
  const grants = new Map<string, Awaited<ReturnType<typeof giveGrant>>>();
  for (const role of ROLES)
    for (const [target, kind, organisationId] of kinds) {
      const granted = await giveGrant(server, {
        patientId: patients.get(target) ?? '',
        kind,
        granteeId: callers[role].personId,
        organisationId,
        isClient: role === 'client',
      });
      grants.set(`${role} ${target}`, granted);
    }
  return grants;
}

/** One request for each answer to it, of which another administrator has made what it takes. */
async function askWhoTheyAre(caller: TestCaller): Promise<Known['requestId']> {
  const { admin } = server;
  const request = async (by: TestCaller): Promise<string> => {
    const body = { pseudonym: randomUUID(), reason: WORDS };
    return String((await by.post('/api/reidentifications', body)).json.requestId);
  };
  const read = await request(caller);
  const approved = await admin.send('POST', `/api/reidentifications/${read}/approval`, {});
  expect(approved.status).toBeLessThan(300);
  return {
    'pseudonym.approve': await request(admin),
    'pseudonym.refuse': await request(admin),
    'pseudonym.read': read,
  };
}

/** An emergency access by somebody who has no other part here, so that there is one to dispute. */
async function openedByAnother(targets: readonly Target[]): Promise<ReadonlyMap<Target, string>> {
  const breaker = await server.join('provider');
  const opened = new Map<Target, string>();
  for (const family of targets) {
    const answer = await breaker.post('/api/emergency-accesses', {
      search: { by: 'name-and-birth-date', given: 'Test', family, birthDate: '1980-02-03' },
      reason: 'other',
      words: WORDS,
    });
    expect(answer.text).toContain('grantId');
    opened.set(family, String(answer.json.grantId));
  }
  return opened;
}
