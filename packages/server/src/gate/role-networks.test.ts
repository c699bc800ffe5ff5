import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditCore } from '../audit/index.ts';
import { queries } from '../db/queries.ts';
import { PNG } from '../testing/files.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { TestCaller, type Answer } from '../testing/test-caller.ts';

const INSIDE = { 'x-forwarded-for': '192.0.2.7' };
const ELSEWHERE = { 'x-forwarded-for': '198.51.100.7' };

// Behind a proxy of its own, so that a test can ask from anywhere.
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    settings: {
      WARDKEEP_TRUSTED_PROXIES: '127.0.0.1',
      WARDKEEP_ALLOWED_ADDRESSES_BY_ROLE: 'patient=192.0.2.0/24',
    },
  });
});
afterAll(() => server.stop());

const account = {
  email: 'inside@example.test',
  password: 'correct horse battery staple',
  displayName: 'Somebody',
};

async function joined(headers: Record<string, string>): Promise<Answer & { caller: TestCaller }> {
  const caller = new TestCaller(server.url);
  const answer = await caller.post('/api/accounts', account, headers);
  caller.csrfToken = answer.json.session?.csrfToken ?? '';
  caller.personId = answer.json.session?.personId ?? '';
  return Object.assign(answer, { caller });
}

test('a role with networks begins no session elsewhere, and the account is not made either', async () => {
  const refused = await joined(ELSEWHERE);
  expect([refused.status, refused.code]).toEqual([403, 'address_not_allowed']);
  expect(refused.headers.getSetCookie()).toEqual([]);
  expect(await server.countEvents({ action: 'account.sign-up', outcome: 'refused' })).toBe(1);
  expect((await joined(INSIDE)).status).toBe(200);
});

test('a session that began inside opens nothing elsewhere, is not refreshed there, and can be ended there', async () => {
  const { email, password } = account;
  const caller = new TestCaller(server.url);
  const signedIn = await caller.post('/api/sessions', { email, password }, INSIDE);
  Object.assign(caller, { csrfToken: signedIn.json.csrfToken, personId: signedIn.json.personId });
  const { personId } = caller;
  const get = ['/api/account', '/api/sessions/current', `/api/patients/${personId}/chart`];
  for (const address of get) {
    expect((await caller.get(address, INSIDE)).status, address).toBe(200);
    expect((await caller.get(address, ELSEWHERE)).code, address).toBe('address_not_allowed');
    // An address that nobody knows is in no network.
    expect((await caller.get(address, { 'x-forwarded-for': 'unknown' })).code).toBe(
      'address_not_allowed',
    );
    expect((await caller.get(address, INSIDE)).status, address).toBe(200);
  }
  const documents = `/api/patients/${personId}/documents`;
  const made = await caller.post(documents, { title: 'a', fileName: 'a.png' }, INSIDE);
  const content = `${documents}/${made.json.documentId}/content`;
  // The test's own address, through no header, is not in the networks.
  expect((await caller.put(content, PNG)).code).toBe('address_not_allowed');
  expect((await caller.post(`/api/patients/${personId}/imports`, 'x', ELSEWHERE)).code).toBe(
    'address_not_allowed',
  );
  expect((await caller.post('/api/sessions/refresh', {}, ELSEWHERE)).code).toBe(
    'address_not_allowed',
  );
  // Refused, so not spent: the same token still works where it may be used.
  expect((await caller.post('/api/sessions/refresh', {}, INSIDE)).status).toBe(200);
  const ended = await caller.delete('/api/sessions/current');
  expect(ended.status).toBe(204);
});

test('a sign-in from elsewhere does not tell whether the password is right; the audit log tells where it came from', async () => {
  const { email, password } = account;
  const from = (headers: Record<string, string>, typed: string) =>
    new TestCaller(server.url).post('/api/sessions', { email, password: typed }, headers);
  for (const typed of [password, 'wrong']) {
    const { status, code } = await from(ELSEWHERE, typed);
    expect([status, code], typed).toEqual([401, 'wrong_credentials']);
  }
  expect(await reasons('session.sign-in')).toEqual(['address_not_allowed', 'address_not_allowed']);
  expect((await from(INSIDE, 'wrong')).code).toBe('wrong_credentials');
  expect((await reasons('session.sign-in')).at(-1)).toBe('wrong_credentials');
  expect((await from(INSIDE, password)).status).toBe(200);
});

test('a role without networks is served everywhere', async () => {
  expect((await server.admin.get('/api/account', ELSEWHERE)).status).toBe(200);
  expect((await server.admin.get('/api/account', INSIDE)).status).toBe(200);
});

/** Why attempts were refused, as the audit log has it, the oldest first. */
async function reasons(action: string): Promise<readonly (string | undefined)[]> {
  const sealing = server.wardkeep.state.gate?.auditSealing;
  const rows = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_event')
      .select(['event_id', 'core'])
      .where('event_type', '=', action)
      .where('outcome', '=', 'refused')
      .orderBy('occurred_ms')
      .execute(),
  );
  return rows.map(({ event_id, core }) =>
    core === null ? undefined : sealing?.openCore<AuditCore>(event_id, core).reason,
  );
}
