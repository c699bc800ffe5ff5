/** What accounts leave behind, and when it goes. The clock is the job's; nothing else here moves. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Schema } from '../db/schema.ts';
import { queries } from '../db/queries.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import type { TestCaller } from '../testing/test-caller.ts';
import { tidyAccounts, type Tidied } from './tidy-accounts.ts';

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;

let server: TestServer;
let person: TestCaller;
let email: string;
beforeAll(async () => {
  server = await startTestServer();
  person = await server.signUp();
  email = (await person.get('/api/account')).json.email;
  // What the set-up ended.
  await tidyIn(90 * DAY_MS + HOUR_MS);
});
afterAll(() => server.stop());

const tidyIn = (ms: number, signal = new AbortController().signal): Promise<Tidied> =>
  tidyAccounts(server.database.db, new Date(Date.now() + ms), signal);

test('a session that ended goes 90 days later, with its refresh tokens, and no sooner', async () => {
  const ended = await server.signIn(email);
  const [all, tokens] = [await count('session'), await count('refresh_token')];
  expect((await ended.delete('/api/sessions/current')).status).toBe(204);
  expect(await tidyIn(90 * DAY_MS - HOUR_MS)).toMatchObject({ sessions: 0 });
  expect(await tidyIn(90 * DAY_MS + HOUR_MS)).toMatchObject({ sessions: 1 });
  expect([await count('session'), await count('refresh_token')]).toEqual([all - 1, tokens - 1]);
  expect((await person.get('/api/account')).status, 'who is signed in stays so').toBe(200);
});

test('one that nobody ended goes 90 days after it ran out; its device stays, and is known', async () => {
  const caller = await server.signIn(email);
  const devices = await count('device');
  await tidyIn(91 * DAY_MS - HOUR_MS);
  expect((await caller.get('/api/account')).status).toBe(200);
  await tidyIn(91 * DAY_MS + HOUR_MS);
  expect([await count('session'), await count('refresh_token')]).toEqual([0, 0]);
  expect((await caller.get('/api/account')).status).toBe(401);
  expect(await count('device')).toBe(devices);
  expect((await server.signIn(email)).personId).toBe(person.personId);
});

test('counts of guesses and requests go a day after their windows, whether anybody comes again or not', async () => {
  await server.stranger().post('/api/sessions', { email, password: 'none of the right ones' });
  await server.database.db.transaction((tx) =>
    queries(tx)
      .insertInto('request_count')
      .values({ subject: PLANTED, window_start: new Date(), requests: 1 })
      .execute(),
  );
  const guesses = await count('guess');
  expect(guesses).toBeGreaterThan(0);
  expect(await tidyIn(DAY_MS - HOUR_MS)).toMatchObject({ guesses: 0 });
  expect([await count('guess'), await countPlanted()]).toEqual([guesses, 1]);
  expect(await tidyIn(DAY_MS + HOUR_MS)).toMatchObject({ guesses });
  expect([await count('guess'), await countPlanted()]).toEqual([0, 0]);
});

test('a server that stops deletes no more sessions', async () => {
  const stopped = AbortSignal.abort();
  expect(await tidyIn(91 * DAY_MS + HOUR_MS, stopped)).toMatchObject({ sessions: 0 });
});

/** Of a subject that nobody is: the server itself writes its counts down at any moment. */
const PLANTED = Buffer.alloc(16);

function countPlanted(): Promise<number> {
  return server.database.db.transaction(async (tx) => {
    const rows = await queries(tx)
      .selectFrom('request_count')
      .select('requests')
      .where('subject', '=', PLANTED)
      .execute();
    return rows.length;
  });
}

function count(table: keyof Schema): Promise<number> {
  return server.database.db.transaction(async (tx) => {
    const row = await queries(tx)
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<string>().as('rows'))
      .executeTakeFirstOrThrow();
    return Number(row.rows);
  });
}
