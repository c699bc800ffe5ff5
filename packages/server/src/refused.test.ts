import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { ACTIONS, type Action, type Endpoint } from '@wardkeep/contract';
import { ACCESS, type AccessRule } from './gate/index.ts';
import { onePatientBundle } from './testing/bundles.ts';
import { listedRoutes } from './testing/listed-routes.ts';
import { startTestServer, type TestServer } from './testing/index.ts';
import { PNG } from './testing/files.ts';
import type { TestCaller } from './testing/test-caller.ts';
import { validBody as bodyFor } from './testing/valid-body.ts';

/**
 * Every route, refused: generated from the route list, so that a route without a refused path can't exist.
 * For a route that anybody may call, `OPEN_ROUTES` says how it is refused all the same.
 */
const list = listedRoutes();

const account = {
  email: 'x@example.test',
  password: 'correct horse battery staple',
  displayName: 'X',
};
const OPEN_ROUTES: Partial<
  Record<Action, { readonly body?: unknown; readonly code: string } | 'says nothing about anybody'>
> = {
  'account-recovery.cancel': { body: { token: 'wrong' }, code: 'link_invalid' },
  'account.complete-sign-up': { body: { token: 'wrong', password: 'x' }, code: 'link_invalid' },
  'account.confirm-email-change': { body: { token: 'wrong' }, code: 'link_invalid' },
  'account.request-password-reset': 'says nothing about anybody',
  'audit.read-checkpoints': 'says nothing about anybody',
  'audit.read-consistency': 'says nothing about anybody',
  'account.reset-password': {
    body: { token: 'wrong', password: account.password },
    code: 'link_invalid',
  },
  'account.set-up': { body: { ...account, setUpToken: 'wrong' }, code: 'set_up_already_done' },
  'account.sign-up': { body: { ...account, password: 'short' }, code: 'validation_failed' },
  'dependant.accept-hand-over': {
    body: { token: 'wrong', password: account.password, displayName: 'X' },
    code: 'link_invalid',
  },
  'erasure.read-certificate': { code: 'not_found' },
  'invitation.accept': {
    body: { password: account.password, displayName: 'X', invitationToken: 'wrong' },
    code: 'invitation_invalid',
  },
  'session.passkey-options': 'says nothing about anybody',
  'session.prove-passkey': {
    body: { response: { id: 'x', rawId: 'x', type: 'public-key', response: {} } },
    code: 'wrong_credentials',
  },
  'session.read-keys': 'says nothing about anybody',
  'session.refresh': { body: {}, code: 'not_signed_in' },
  'session.sign-in': {
    body: { email: 'nobody@example.test', password: 'x' },
    code: 'wrong_credentials',
  },
  'session.sign-out': 'says nothing about anybody',
  'system.describe': 'says nothing about anybody',
};

const PATCH = [{ op: 'test', path: '/resourceType', value: 'Patient' }];

let server: TestServer;
let victim: TestCaller;
let other: TestCaller;
let ids: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  victim = await server.signUp();
  other = await server.signUp();
  const patientId = victim.personId;
  await victim.post(`/api/patients/${patientId}/imports`, onePatientBundle('Victim'));
  const { documentId } = (
    await victim.post(`/api/patients/${patientId}/documents`, { title: 'a', fileName: 'a.png' })
  ).json;
  await victim.put(`/api/patients/${patientId}/documents/${documentId}/content`, PNG);
  const share = await victim.post(`/api/patients/${patientId}/shares`, {
    label: 'a',
    records: [],
    documents: [documentId],
  });
  ids = { patientId, documentId, shareId: share.json.shareId, type: 'Patient', id: patientId };
});
afterAll(() => server.stop());

describe('every route', () => {
  test('has an action with an access rule, a body schema and a limit', () => {
    for (const { endpoint } of list) {
      expect(ACCESS[endpoint.action], endpoint.path).toBeDefined();
      expect(endpoint.limit.perMinute, endpoint.path).toBeGreaterThan(0);
      expect(endpoint.limit.bodyBytes > 0, endpoint.path).toBe(endpoint.bodyKind !== 'none');
      expect(endpoint.body, endpoint.path).toBeDefined();
    }
    expect(new Set(list.map(({ endpoint }) => endpoint.action))).toEqual(new Set(ACTIONS));
  });

  test('has a path of its own', () => {
    const paths = list.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test.each(list.map(({ endpoint }) => endpoint))(
    'yardstick 30: $method $path refuses who may not',
    async (endpoint) => {
      const { method, path, action, bodyKind } = endpoint;
      const rule: AccessRule = ACCESS[action];
      // A Patient is searched on a road of its own.
      const type = path.includes(':id') ? 'Patient' : 'Observation';
      const known: Record<string, string> = { ...ids, type };
      const address = path.replace(
        /:(\w+)/g,
        (_match, name: string) => known[name] ?? randomUUID(),
      );
      const send = (caller: TestCaller, body: unknown = {}) =>
        caller.send(
          method,
          address,
          bodyKind === 'none'
            ? {}
            : bodyKind === 'form'
              ? {
                  body: new URLSearchParams({ ...(body as object) }).toString(), // a form, by validBody
                  headers: { 'content-type': 'application/x-www-form-urlencoded' },
                }
              : {
                  body: JSON.stringify(method === 'PATCH' ? PATCH : body),
                  headers: { 'content-type': endpoint.mediaTypes?.[0] ?? 'application/json' },
                },
        );
      if (rule.anyone === true) {
        const open = OPEN_ROUTES[action];
        expect(open, `${action} needs a line in OPEN_ROUTES`).toBeDefined();
        if (open === undefined || open === 'says nothing about anybody') return;
        expect((await send(server.stranger(), open.body)).code).toBe(open.code);
        return;
      }
      const eventsBefore = await refusedEvents(action);
      expect((await send(server.stranger(), await validBody(action))).status).toBe(
        rule.share === true ? 404 : 401,
      );
      // What is asked all the time, and says nothing about anybody else.
      const isAudited = action !== 'session.read' && action !== 'relationship.check';
      expect((await refusedEvents(action)) - eventsBefore, 'audited').toBe(isAudited ? 1 : 0);
      if (isAboutCaller(endpoint, rule)) return;
      // Somebody who is signed in, with a role that is wrong for this or with no relationship to the victim.
      const isForStaff = rule.signedIn !== undefined || rule.administration !== undefined;
      const wrongCaller = isForStaff ? victim : other;
      // Patients may ask these of nobody in particular; an administrator may not at all.
      const isForPatients = rule.makes !== undefined || action.startsWith('relationship.');
      const wrong = await send(isForPatients ? server.admin : wrongCaller, await validBody(action));
      expect([401, 403, 404], `${wrong.status} ${wrong.text}`).toContain(wrong.status);
      expect((await refusedEvents(action)) - eventsBefore, 'audited').toBe(isAudited ? 2 : 0);
    },
  );
});

/** These are always about whoever calls: there is nobody else's data to ask for. */
function isAboutCaller(endpoint: Endpoint, rule: AccessRule): boolean {
  return (
    endpoint.action === 'session.read' ||
    (rule.self !== undefined && !endpoint.path.includes(':patientId')) ||
    (endpoint.method === 'POST' && endpoint.path.startsWith('/fhir/R4')) ||
    // Without a patient it is about the caller's own chart; of people, whom the caller may read.
    endpoint.action === 'record.search' ||
    endpoint.action === 'record.find'
  );
}

async function validBody(action: Action): Promise<unknown> {
  switch (action) {
    case 'record.import':
      return onePatientBundle('Intruder');
    case 'record.create':
      return { resourceType: 'Basic' };
    case 'document.create':
      return { title: 'a', fileName: 'a' };
    case 'share.create':
      return { label: 'a', records: [{ type: 'Patient', id: victim.personId }], documents: [] };
    case 'invitation.create':
      return { role: 'provider', email: 'y@example.test' };
    case 'erasure.confirm':
      return { confirmation: 'erase', password: 'x' };
    case 'recovery.confirm':
      return { fingerprint: 'x' };
    default:
      return bodyFor(action, victim.personId, { consent: 'x', guardian: 'x' });
  }
}

async function refusedEvents(action: Action): Promise<number> {
  return server.countEvents({ action, outcome: 'refused' });
}
