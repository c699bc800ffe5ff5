import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { SignJWT, UnsecuredJWT, generateKeyPair } from 'jose';
import type { AuditCore } from '../../audit/index.ts';
import { queries } from '../../db/queries.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { TestCaller } from '../../testing/test-caller.ts';

const PASSWORD = 'correct horse battery staple';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
});
afterAll(() => server.stop());

const accessOf = (caller: TestCaller): string =>
  /__Host-wardkeep-access=([^;]+)/.exec(caller.cookie)?.[1] ?? '';
const withAccess = (token: string): Promise<number> =>
  server
    .stranger()
    .get('/api/account', { cookie: `__Host-wardkeep-access=${token}` })
    .then(({ status }) => status);

describe('a session', () => {
  test('is not had with a token that is forged, altered, unsigned or spelt otherwise', async () => {
    const token = accessOf(patient);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
      string,
      unknown
    >;
    const encode = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const { privateKey } = await generateKeyPair('RS256');
    const forged = [
      new UnsecuredJWT(claims).encode(),
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' })
        .sign(privateKey),
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .sign(Buffer.from('wardkeep'.repeat(8))),
      `${header}.${encode({ ...claims, sub: server.admin.personId })}.${signature}`,
      `${header}.${encode({ ...claims, exp: 4_000_000_000 })}.${signature}`,
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${token}=`,
      `${header}.${payload} .${signature}`,
      token.slice(0, -2),
      '',
    ];
    for (const each of forged)
      expect(await withAccess(encodeURIComponent(each)), each.slice(0, 40)).toBe(401);
    expect(await withAccess(token)).toBe(200);
  });

  test('yardstick 21: signing out ends access and refresh at once, though neither has expired', async () => {
    const caller = await server.signIn(await emailOf(patient));
    const token = accessOf(caller);
    const cookie = refreshOf(caller);
    expect(await withAccess(token)).toBe(200);
    expect((await caller.delete('/api/sessions/current')).status).toBe(204);
    expect(await withAccess(token)).toBe(401);
    expect((await server.stranger().post('/api/sessions/refresh', {}, { cookie })).status).toBe(
      401,
    );
    expect(accessOf(caller) + refreshOf(caller)).toBe('');
  });

  test('yardstick 21: a page whose access token has run out signs out by its refresh token', async () => {
    const caller = await server.signIn(await emailOf(patient));
    const token = accessOf(caller);
    const cookie = refreshOf(caller);
    const away = { headers: { cookie } };
    const forged = { headers: { cookie: `${cookie.slice(0, -43)}${'A'.repeat(43)}` } };
    await server.stranger().send('DELETE', '/api/sessions/current', forged);
    expect(await withAccess(token), 'a forged token ends nothing').toBe(200);
    await server.stranger().send('DELETE', '/api/sessions/current', away);
    expect(await withAccess(token)).toBe(401);
  });

  test('yardstick 20: a sign-in takes no token that was there before, and a proof leaves the old ones dead', async () => {
    const email = await emailOf(patient);
    const planted = await server.signIn(email);
    const before = { access: accessOf(planted), refresh: refreshOf(planted) };
    await planted.begin('/api/sessions', { email, password: PASSWORD });
    expect(accessOf(planted)).not.toBe(before.access);
    expect(sessionIdOf(planted)).not.toBe(sessionIdIn(before.refresh));

    const caller = await server.signIn(email);
    const old = { access: accessOf(caller), refresh: refreshOf(caller), csrf: caller.csrfToken };
    await caller.begin('/api/sessions/password', { password: PASSWORD });
    expect(sessionIdOf(caller)).not.toBe(sessionIdIn(old.refresh));
    expect(caller.csrfToken).not.toBe(old.csrf);
    expect(await withAccess(old.access)).toBe(401);
    const replay = await server
      .stranger()
      .post('/api/sessions/refresh', {}, { cookie: old.refresh });
    expect(replay.status).toBe(401);
    expect(await withAccess(accessOf(caller)), 'the new one lives').toBe(200);
  });

  test('yardstick 20: a session that ends while a proof is under way gives its place to none', async () => {
    const caller = await server.signIn(await emailOf(patient));
    const { proving } = await server.database.db.transaction(async (tx) => {
      await queries(tx)
        .updateTable('session')
        .set({ ended_at: new Date(), end_reason: 'signed-out' })
        .where('session_id', '=', sessionIdOf(caller))
        .execute();
      const proving = caller.post('/api/sessions/password', { password: PASSWORD });
      await untilSomebodyWaits();
      return { proving };
    });
    expect((await proving).status).toBe(401);
  });

  test('yardstick 24: a refresh token that is used again ends the session for all, and the log says why', async () => {
    const caller = await server.signIn(await emailOf(patient));
    const stolen = refreshOf(caller);
    expect((await caller.post('/api/sessions/refresh', {})).status).toBe(200);
    expect(await withAccess(accessOf(caller))).toBe(200);
    const replays = await Promise.all(
      Array.from({ length: 10 }, () =>
        server.stranger().post('/api/sessions/refresh', {}, { cookie: stolen }),
      ),
    );
    expect(new Set(replays.map(({ status }) => status))).toEqual(new Set([401]));
    expect(
      await withAccess(accessOf(caller)),
      'the session of the rightful owner has ended too',
    ).toBe(401);
    const reasons = await reasonsOf('session.refresh');
    expect(reasons).toContain('refresh-token-reused');
    expect(new Set(reasons)).toEqual(new Set(['refresh-token-reused', 'not_signed_in']));
  });

  test('a refresh keeps the proof and the end: nothing gets fresher or longer by it', async () => {
    const caller = await server.signIn(await emailOf(patient));
    const begun = (await caller.get('/api/account')).json.session;
    const refreshed = (await caller.post('/api/sessions/refresh', {})).json;
    expect([refreshed.freshUntil, refreshed.expiresAt]).toEqual([
      begun.freshUntil,
      begun.expiresAt,
    ]);
    const hours = (Date.parse(begun.expiresAt) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
  });

  test('yardstick 24: 100 parallel uses of a fresh refresh token: exactly one succeeds', async () => {
    const caller = await server.signIn(await emailOf(patient));
    const cookie = refreshOf(caller);
    const uses = await Promise.all(
      Array.from({ length: 100 }, () =>
        new TestCaller(server.url).post('/api/sessions/refresh', {}, { cookie }),
      ),
    );
    expect(uses.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('yardstick 22: a suspended account has no session any more, from the next request on', async () => {
    const other = await server.signUp();
    const again = await server.signIn(await emailOf(other));
    const suspension = `/api/accounts/${other.personId}/suspension`;
    await server.proveFreshly(server.admin);
    expect((await server.admin.post(suspension, {})).status).toBe(204);
    for (const caller of [other, again]) {
      expect((await caller.get('/api/account')).status).toBe(401);
      expect((await caller.post('/api/sessions/refresh', {})).status).toBe(401);
    }
  });

  test('changes nothing without its CSRF token, or from another site', async () => {
    const caller = await server.signUp();
    const body = JSON.stringify({ title: 'a', fileName: 'a' });
    const headers = { 'content-type': 'application/json' };
    const send = (more: Record<string, string>) =>
      caller.send('POST', `/api/patients/${caller.personId}/documents`, {
        body,
        headers: { ...headers, ...more },
      });
    expect((await send({ 'wardkeep-csrf': '' })).code).toBe('csrf_refused');
    expect((await send({ 'wardkeep-csrf': patient.csrfToken })).code).toBe('csrf_refused');
    expect((await send({ 'sec-fetch-site': 'cross-site' })).code).toBe('csrf_refused');
    expect((await send({ origin: 'https://evil.example' })).code).toBe('csrf_refused');
    expect((await send({})).status).toBe(200);
  });
});

describe('passwords', () => {
  test('two of 100 bytes that agree to byte 72 differ', async () => {
    const long = 'quartz-nimbus-0451-velvet-harbour-torque-'.repeat(3).slice(0, 90);
    const account = { email: 'long@example.test', displayName: 'Long' };
    expect(
      (await server.stranger().post('/api/accounts', { ...account, password: `${long}0123456789` }))
        .status,
    ).toBe(200);
    const signIn = (password: string) =>
      server.stranger().post('/api/sessions', { email: account.email, password });
    expect((await signIn(`${long}9876543210`)).code).toBe('wrong_credentials');
    expect((await signIn(`${long}0123456789`)).status).toBe(200);
  });

  test('any Unicode, the same however it was composed; an e-mail address in any case', async () => {
    await server.stranger().post('/api/accounts', {
      email: 'Unicode@Example.test',
      displayName: 'U',
      password: 'pässwörd 🔑 café-long',
    });
    const composed = {
      email: 'unicode@example.TEST',
      password: 'pässwörd 🔑 café-long'.normalize('NFD'),
    };
    expect((await server.stranger().post('/api/sessions', composed)).status).toBe(200);
  });

  test('are stored as a slow hash, and never as they are', async () => {
    const rows = await server.database.db.transaction((tx) =>
      queries(tx).selectFrom('account').select('password_hash').execute(),
    );
    for (const row of rows) expect(row.password_hash).toMatch(/^\$argon2id\$/);
  });

  test('shorter than 15 characters are refused at sign-up, and the field is named', async () => {
    const answer = await server.stranger().post('/api/accounts', {
      email: 'short@example.test',
      displayName: 'S',
      password: 'fourteen chars',
    });
    expect([answer.status, answer.json.errors[0].path]).toEqual([422, 'password']);
  });
});

/** For a row that another transaction holds. */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = (): Promise<boolean> =>
    server.database.db.transaction(async (tx) => {
      const { rows } = await sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(queries(tx));
      return rows.length > 0;
    });
  while (!(await waiting())) await sleep(20);
}

/** Why attempts were refused, as the audit log has it. */
async function reasonsOf(action: string): Promise<readonly (string | undefined)[]> {
  const sealing = server.wardkeep.state.gate?.auditSealing;
  const rows = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_event')
      .select(['event_id', 'core'])
      .where('event_type', '=', action)
      .where('outcome', '=', 'refused')
      .execute(),
  );
  return rows.map(({ event_id, core }) =>
    core !== null ? sealing?.openCore<AuditCore>(event_id, core).reason : '',
  );
}

/** The refresh cookie alone, as a thief or a page that was away for a while has it. */
function refreshOf(caller: TestCaller): string {
  return /__Host-wardkeep-refresh=[^;]+/.exec(caller.cookie)?.[0] ?? '';
}

function sessionIdOf(caller: TestCaller): string {
  return sessionIdIn(refreshOf(caller));
}

function sessionIdIn(refreshCookie: string): string {
  return /=([^.]+)/.exec(refreshCookie)?.[1] ?? '';
}

async function emailOf(caller: TestCaller): Promise<string> {
  return (await caller.get('/api/account')).json.email;
}
