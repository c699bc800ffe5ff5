/** Where people sign in from, through a proxy that this server trusts, and what their owner is told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { outboxName } from '../../outbox/mail-outbox.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const PASSWORD = 'correct horse battery staple';
const GERMANY = '193.99.144.85';
const FRANCE = '2a01:e00::1';
const BRAZIL = '200.160.2.3';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    settings: {
      WARDKEEP_TRUSTED_PROXIES: '127.0.0.1',
      WARDKEEP_SIGN_UP: 'open',
      WARDKEEP_SMTP_URL: 'smtp://127.0.0.1:1',
      WARDKEEP_MAIL_SENDER: 'wardkeep@example.test',
    },
  });
});
afterAll(() => server.stop());

describe('a sign-in', () => {
  test('on the very first device tells nothing, and is fresh', async () => {
    const { person, freshUntil } = await join(GERMANY);
    expect(await notices(person)).toEqual([]);
    expect(Date.parse(freshUntil)).toBeGreaterThan(Date.now());
  });

  test('on the same device and in the same country tells nothing', async () => {
    const { person, email } = await join(GERMANY);
    await signIn(email, GERMANY, person);
    expect(await notices(person)).toEqual([]);
  });

  test('on a new device is told to its owner, and is fresh', async () => {
    const { person, email } = await join(GERMANY);
    const { freshUntil } = await signIn(email, GERMANY);
    expect(await notices(person)).toMatchObject([
      { template: 'new-device', values: { device: 'node', country: 'DE' } },
    ]);
    expect(Date.parse(freshUntil)).toBeGreaterThan(Date.now());
  });

  test('from a country where no device ever was is told, and opens nothing sensitive until it is proved again', async () => {
    const { person, email } = await join(GERMANY);
    await lastSeenAgo(person, 48);
    const { caller, freshUntil } = await signIn(email, BRAZIL, person);
    expect(await notices(person)).toMatchObject([
      { template: 'new-country', values: { device: 'node', country: 'BR' } },
    ]);
    expect(Date.parse(freshUntil)).toBeLessThan(Date.now());
    const sensitive = (): Promise<string> =>
      caller
        .post('/api/account/totp', {}, { 'x-forwarded-for': BRAZIL })
        .then((answer) => (answer.status === 200 ? 'open' : answer.code));
    expect(await sensitive()).toBe('step_up_needed');
    await caller.begin('/api/sessions/password', { password: PASSWORD });
    expect(await sensitive()).toBe('open');
  });

  test('on a new device in a new country is told as both', async () => {
    const { person, email } = await join(GERMANY);
    await signIn(email, FRANCE);
    const told = (await notices(person)).map(({ template }) => template);
    expect(told.toSorted()).toEqual(['new-country', 'new-device']);
  });

  test('an hour after one in another country asks for a proof and is told as that, two hours after not', async () => {
    const { person, email } = await join(GERMANY);
    await lastSeenAgo(person, 48);
    await signIn(email, FRANCE, person);
    await lastSeenAgo(person, 1);
    await forgetNotices(person);
    const tooFast = await signIn(email, GERMANY, person);
    expect(Date.parse(tooFast.freshUntil)).toBeLessThan(Date.now());
    // Both countries are known to the account: that one of them is new would not be true.
    const values = { device: 'node', country: 'DE', from: 'FR', minutes: '60' };
    expect(await notices(person)).toMatchObject([{ template: 'impossible-travel', values }]);
    await forgetNotices(person);
    await lastSeenAgo(person, 2.1);
    const later = await signIn(email, FRANCE, person);
    expect(Date.parse(later.freshUntil)).toBeGreaterThan(Date.now());
    expect(await notices(person)).toEqual([]);
  });

  test('by a passkey is fresh from wherever it comes, and told all the same', async () => {
    const { person } = await join(GERMANY);
    const passkey = await server.addPasskey(person);
    await forgetNotices(person);
    const caller = server.stranger();
    const headers = { 'x-forwarded-for': BRAZIL };
    const options = await caller.post('/api/sessions/passkey/options', {}, headers);
    const response = passkey.getAssertion(options.json);
    const { json } = await caller.post('/api/sessions/passkey', { response }, headers);
    expect(Date.parse(json.freshUntil)).toBeGreaterThan(Date.now());
    const told = (await notices(person)).map(({ template }) => template);
    expect(told.toSorted()).toEqual(['new-country', 'new-device']);
  });

  test('with a refresh token that is used again is told once, however often it comes', async () => {
    const { person } = await join(GERMANY);
    const cookie = /__Host-wardkeep-refresh=[^;]+/.exec(person.cookie)?.[0] ?? '';
    const use = () => server.stranger().post('/api/sessions/refresh', {}, { cookie });
    expect((await use()).status).toBe(200);
    await Promise.all([use(), use(), use()]);
    const told = await notices(person);
    expect(told.map(({ template }) => template)).toEqual(['session-reused']);
  });
});

let people = 0;

async function join(address: string) {
  const email = `traveller${++people}@example.test`;
  const person = server.stranger();
  const account = { email, password: PASSWORD, displayName: 'Traveller' };
  const { json } = await person.post('/api/accounts', account, { 'x-forwarded-for': address });
  person.personId = json.session.personId;
  person.csrfToken = json.session.csrfToken;
  return { person, email, freshUntil: String(json.session.freshUntil) };
}

/** On the device of `on`, or a new one. */
async function signIn(email: string, address: string, on?: TestCaller) {
  const caller = server.stranger();
  const cookie = /__Host-wardkeep-device=[^;]+/.exec(on?.cookie ?? '')?.[0];
  const headers = { 'x-forwarded-for': address, ...(cookie === undefined ? {} : { cookie }) };
  const { json } = await caller.post('/api/sessions', { email, password: PASSWORD }, headers);
  caller.csrfToken = json.csrfToken;
  caller.personId = json.personId;
  return { caller, freshUntil: String(json.freshUntil) };
}

/** The newest session; those before it were seen two days ago. */
async function lastSeenAgo({ personId }: TestCaller, hours: number): Promise<void> {
  const ago = (each: number): Date => new Date(Date.now() - each * 3_600_000);
  await server.database.db.transaction(async (tx) => {
    const sessions = await queries(tx)
      .selectFrom('session')
      .select('session_id')
      .where('person_id', '=', personId)
      .orderBy('created_at', 'desc')
      .execute();
    for (const [place, { session_id }] of sessions.entries())
      await queries(tx)
        .updateTable('session')
        .set({ last_seen_at: ago(place === 0 ? hours : 48) })
        .where('session_id', '=', session_id)
        .execute();
  });
}

async function forgetNotices({ personId }: TestCaller): Promise<void> {
  await server.database.db.transaction((tx) =>
    queries(tx).deleteFrom('outbox').where('person_id', '=', personId).execute(),
  );
}

async function notices({ personId }: TestCaller) {
  const sealing = server.wardkeep.state.gate?.sealing;
  const rows = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('outbox')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('created_at')
      .execute(),
  );
  return rows.flatMap(({ outbox_id, person_id, created_at, sealed }) => {
    const place = { name: outboxName(outbox_id, person_id), day: created_at };
    const detail = sealing?.open(place, sealed);
    return detail === undefined ? [] : [detail];
  });
}
