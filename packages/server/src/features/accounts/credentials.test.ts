import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { MAIL_TO_NOWHERE, openOutbox, tokenIn } from '../../testing/opened-outbox.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const PASSWORD = 'correct horse battery staple';
const OTHER = 'quite another kettle of fish';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' } });
});
afterAll(() => server.stop());

const stranger = () => server.stranger();
const signIn = (email: string, password: string) =>
  stranger().post('/api/sessions', { email, password });
const askReset = (email: string) => stranger().post('/api/password-resets', { email });
const reset = (token: string, password = OTHER) =>
  stranger().post('/api/password-resets/completion', { token, password });
const confirmEmail = (token: string) =>
  stranger().post('/api/account/email/confirmation', { token });
const mailOf = async (template: string, to: { personId: string } | { address: string }) =>
  (await openOutbox(server))
    .filter((mail) => mail.template === template)
    .filter((mail) =>
      'personId' in to ? mail.personId === to.personId : mail.address === to.address,
    );
const emailOf = async (caller: TestCaller): Promise<string> =>
  String((await caller.get('/api/account')).json.email);
const put = (caller: TestCaller, path: string, body: unknown) =>
  caller.send('PUT', path, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
/** As if the proof of the session had been given an hour ago; its MAC is the right one. */
async function letProofAge(caller: TestCaller): Promise<void> {
  const { gate } = server.wardkeep.state;
  await server.database.db.transaction(async (tx) => {
    const row = await queries(tx)
      .selectFrom('session')
      .selectAll()
      .where('person_id', '=', caller.personId)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow();
    const provedAt = new Date(row.proved_at.getTime() - 3_600_000);
    const mac = gate?.hashes.session({
      sessionId: row.session_id,
      personId: row.person_id,
      deviceId: row.device_id,
      expiresAt: row.expires_at,
      methods: row.methods,
      provedAt,
    });
    await queries(tx)
      .updateTable('session')
      .set({ proved_at: provedAt, mac: mac ?? Buffer.alloc(0) })
      .where('session_id', '=', row.session_id)
      .execute();
  });
}

describe('a password reset', () => {
  test('is had with no link that was made up, and a refused password does not use a link up', async () => {
    const person = await server.signUp();
    const email = await emailOf(person);
    expect((await reset('1.a')).code).toBe('link_invalid');
    expect((await reset(`${Date.now() + 60_000}.${'A'.repeat(43)}`)).code).toBe('link_invalid');
    await askReset(email);
    const token = tokenIn((await mailOf('password-reset', person))[0]);
    expect((await reset(token, 'twelve chars')).code).toBe('password_refused');
    expect((await reset(token)).status).toBe(204);
  });

  test('answers the same for an address that nobody has, and leaves the same behind', async () => {
    const person = await server.signUp();
    const rows = async () => {
      const tokens = await server.database.db.transaction((tx) =>
        queries(tx).selectFrom('one_time_token').select('token_hash').execute(),
      );
      return [tokens.length, (await openOutbox(server)).length];
    };
    const [tokens = 0, mails = 0] = await rows();
    const known = await askReset(await emailOf(person));
    expect(await rows()).toEqual([tokens + 1, mails + 1]);
    const unknown = await askReset('nobody.at.all@example.test');
    expect(await rows()).toEqual([tokens + 2, mails + 2]);
    expect([known.status, known.text]).toEqual([204, '']);
    expect([unknown.status, unknown.text]).toEqual([204, '']);
    // What waits for nobody is for no address either.
    const forNobody = (await openOutbox(server)).at(-1);
    expect(forNobody?.address).toBeNull();
    expect((await reset(tokenIn(forNobody))).code).toBe('link_invalid');
  });

  test('ends every session, and voids every other link of its person', async () => {
    const person = await server.signUp();
    const email = await emailOf(person);
    await person.post('/api/account/email', { email: 'elsewhere@example.test' });
    await askReset(email);
    await askReset(email);
    const [first, second] = await mailOf('password-reset', person);
    expect((await reset(tokenIn(second))).status).toBe(204);
    expect((await person.get('/api/account')).status).toBe(401);
    expect((await signIn(email, PASSWORD)).code).toBe('wrong_credentials');
    expect((await signIn(email, OTHER)).status).toBe(200);
    expect((await reset(tokenIn(first))).code).toBe('link_invalid');
    const [change] = await mailOf('email-change', { address: 'elsewhere@example.test' });
    expect((await confirmEmail(tokenIn(change))).code).toBe('link_invalid');
  });

  test('of an own link changes nobody else’s password, whatever its row says', async () => {
    const thief = await server.signUp();
    const victim = await server.signUp();
    await askReset(await emailOf(thief));
    const token = tokenIn((await mailOf('password-reset', thief))[0]);
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('one_time_token')
        .set({ person_id: victim.personId })
        .where('person_id', '=', thief.personId)
        .execute(),
    );
    expect((await reset(token)).status).toBe(204);
    expect((await signIn(await emailOf(victim), PASSWORD)).status).toBe(200);
  });

  test('yardstick 16: a reset asks for the second factor all the same; its link ends after 10 minutes and works once, of four at once too', async () => {
    const person = await server.signUp();
    const email = await emailOf(person);
    await server.addPasskey(person);
    await askReset(email);
    const token = tokenIn((await mailOf('password-reset', person))[0]);
    expect(Number(token.split('.')[0]) - Date.now()).toBeLessThanOrEqual(600_000);
    const later = `${Date.now() + 3_600_000}.${token.split('.')[1]}`;
    expect((await reset(later)).code, 'an end of one’s own making').toBe('link_invalid');
    const uses = await Promise.all(Array.from({ length: 4 }, () => reset(token)));
    expect(uses.filter(({ status }) => status === 204)).toHaveLength(1);
    const half = await signIn(email, OTHER);
    expect([half.status, half.json.needs]).toEqual([200, 'second-factor']);
  });
});

describe('a password', () => {
  test('is not changed without a fresh proof', async () => {
    expect((await put(stranger(), '/api/account/password', { password: OTHER })).status).toBe(401);
    const person = await server.signUp();
    await letProofAge(person);
    const answer = await put(person, '/api/account/password', { password: OTHER });
    expect([answer.status, answer.code]).toEqual([401, 'step_up_needed']);
    expect((await signIn(await emailOf(person), PASSWORD)).status).toBe(200);
  });

  test('that is changed ends every other session; this one goes on as a new one', async () => {
    const person = await server.signUp();
    const email = await emailOf(person);
    const elsewhere = await server.signIn(email);
    const old = person.cookie;
    const answer = await put(person, '/api/account/password', { password: OTHER });
    expect([answer.status, answer.json.needs]).toEqual([200, 'nothing']);
    expect((await person.get('/api/account')).status).toBe(200);
    expect((await elsewhere.get('/api/account')).status).toBe(401);
    expect((await stranger().get('/api/account', { cookie: old })).status).toBe(401);
    expect((await signIn(email, PASSWORD)).code).toBe('wrong_credentials');
    expect((await signIn(email, OTHER)).status).toBe(200);
  });
});

describe('an e-mail address', () => {
  test('is not changed without a fresh proof, nor by a link that was made up', async () => {
    expect((await stranger().post('/api/account/email', {})).status).toBe(401);
    const person = await server.signUp();
    expect((await confirmEmail('x')).code).toBe('link_invalid');
    await letProofAge(person);
    const answer = await person.post('/api/account/email', { email: 'new@example.test' });
    expect(answer.code).toBe('step_up_needed');
  });

  test('stays until the link in the new mailbox is opened; then the old one is told', async () => {
    const person = await server.signUp();
    const before = await emailOf(person);
    const asked = await person.post('/api/account/email', { email: 'Moved@example.test' });
    expect(asked.status).toBe(204);
    expect(await emailOf(person)).toBe(before);
    const [mail] = await mailOf('email-change', { address: 'Moved@example.test' });
    expect((await confirmEmail(tokenIn(mail))).status).toBe(204);
    expect((await confirmEmail(tokenIn(mail))).code).toBe('link_invalid');
    expect(await emailOf(person)).toBe('Moved@example.test');
    expect(await mailOf('email-changed', { address: before })).toHaveLength(1);
    expect((await signIn(before, PASSWORD)).code).toBe('wrong_credentials');
    expect((await signIn('moved@example.test', PASSWORD)).status).toBe(200);
  });

  test('of somebody else is not told to be one, and is not taken over', async () => {
    const person = await server.signUp();
    const other = await emailOf(await server.signUp());
    const taken = await person.post('/api/account/email', { email: other });
    const free = await person.post('/api/account/email', { email: 'free@example.test' });
    expect([taken.status, taken.text]).toEqual([free.status, free.text]);
    expect(await mailOf('already-registered', { address: other })).toHaveLength(1);
    expect(await mailOf('email-change', { address: other })).toHaveLength(0);

    const [mail] = await mailOf('email-change', { address: 'free@example.test' });
    const meanwhile = { email: 'FREE@example.test', password: PASSWORD, displayName: 'First' };
    expect((await stranger().post('/api/accounts', meanwhile)).status).toBe(200);
    expect((await confirmEmail(tokenIn(mail))).code).toBe('link_invalid');
    expect((await signIn('free@example.test', PASSWORD)).json.personId).not.toBe(person.personId);
  });
});

test('yardstick 17: each change of what somebody signs in with is told to them by e-mail', async () => {
  const person = await server.signUp();
  const { personId } = person;
  const before = await emailOf(person);
  const now = 'told@example.test';
  const changed = await put(person, '/api/account/password', { password: OTHER });
  person.csrfToken = changed.json.csrfToken;
  await server.addPasskey(person);
  await person.post('/api/account/recovery-codes', {});
  const { passkeys } = (await person.get('/api/account/security')).json;
  const removed = await person.delete(`/api/account/passkeys/${passkeys[0].passkeyId}`);
  person.csrfToken = removed.json.session.csrfToken;
  await person.post('/api/account/email', { email: now });
  await confirmEmail(tokenIn((await mailOf('email-change', { address: now }))[0]));
  await askReset(now);
  await reset(tokenIn((await mailOf('password-reset', person))[0]), PASSWORD);
  const told = (await openOutbox(server)).filter(
    (mail) => mail.personId === personId || mail.address === before,
  );
  expect(told.map(({ template }) => template)).toEqual([
    'password-changed',
    'factor-added',
    'recovery-codes-made',
    'factor-removed',
    'email-changed',
    'password-reset',
    'password-changed',
  ]);
});
