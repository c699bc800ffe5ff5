import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SignJWT, UnsecuredJWT, generateKeyPair } from 'jose';
import { queries } from '../../db/queries.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { TestCaller } from '../../testing/test-caller.ts';

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

  test('ends at once when its person signs out, though its token has not expired', async () => {
    const email = await emailOf(patient);
    const caller = await server.signIn(email);
    const token = accessOf(caller);
    expect(await withAccess(token)).toBe(200);
    expect((await caller.delete('/api/sessions/current')).status).toBe(204);
    expect(await withAccess(token)).toBe(401);
    expect(caller.cookie).toBe('');
  });

  test('cookies are __Host-, HttpOnly, Secure and SameSite=Strict', async () => {
    const answer = await server.stranger().post('/api/sessions', {
      email: await emailOf(patient),
      password: 'correct horse battery staple',
    });
    for (const cookie of answer.headers.getSetCookie()) {
      expect(cookie).toMatch(/^__Host-wardkeep-(access|refresh)=/);
      for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/'])
        expect(cookie).toContain(attribute);
      expect(cookie).not.toContain('Domain');
    }
  });

  test('refreshes; of many uses of one refresh token one succeeds, and a second use ends the session for all', async () => {
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
  });

  test('100 parallel uses of a fresh refresh token: exactly one succeeds', async () => {
    const caller = await server.signIn(await emailOf(patient));
    const cookie = refreshOf(caller);
    const uses = await Promise.all(
      Array.from({ length: 100 }, () =>
        new TestCaller(server.url).post('/api/sessions/refresh', {}, { cookie }),
      ),
    );
    expect(uses.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('is over after 24 hours, and when the account is suspended', async () => {
    const caller = await server.signIn(await emailOf(patient));
    const { personId } = caller;
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('session')
        .set({ expires_at: new Date(Date.now() - 1) })
        .where('person_id', '=', personId)
        .execute(),
    );
    expect((await caller.get('/api/account')).status).toBe(401);
    expect((await caller.post('/api/sessions/refresh', {})).status).toBe(401);
    const other = await server.signUp();
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('account')
        .set({ state: 'suspended' })
        .where('person_id', '=', other.personId)
        .execute(),
    );
    expect((await other.get('/api/account')).status).toBe(401);
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
    const long = 'p'.repeat(90);
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

  test('are stored as bcrypt of cost 12 over a hash, and never as they are', async () => {
    const rows = await server.database.db.transaction((tx) =>
      queries(tx).selectFrom('account').select('password_hash').execute(),
    );
    for (const row of rows) expect(row.password_hash).toMatch(/^\$2b\$12\$/);
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

/** The refresh cookie alone, as a thief or a page that was away for a while has it. */
function refreshOf(caller: TestCaller): string {
  return /__Host-wardkeep-refresh=[^;]+/.exec(caller.cookie)?.[0] ?? '';
}

async function emailOf(caller: TestCaller): Promise<string> {
  return (await caller.get('/api/account')).json.email;
}
