/** How sessions end by themselves. Time does not move here: rows are made older, with the MAC that they then have. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Updateable } from 'kysely';
import type { Schema } from '../../db/schema.ts';
import { queries } from '../../db/queries.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let server: TestServer;
let patient: TestCaller;
let staff: TestCaller;
let email: string;
beforeAll(async () => {
  server = await startTestServer({ settings: { WARDKEEP_PATIENT_SESSIONS: '3' } });
  patient = await server.signUp();
  staff = await server.join('provider');
  email = (await patient.get('/api/account')).json.email;
});
afterAll(() => server.stop());

const sessionIdOf = ({ cookie }: TestCaller): string =>
  /__Host-wardkeep-refresh=([^.]+)/.exec(cookie)?.[1] ?? '';

describe('a session', () => {
  test('that is half lasts ten minutes, and the whole one that follows 24 hours', async () => {
    const address = (await staff.get('/api/account')).json.email;
    const half = await server.signIn(address);
    expect(await minutesLeft(half)).toBeCloseTo(10, 0);
    await showPasskey(half);
    expect(await minutesLeft(half)).toBeCloseTo(24 * 60, 0);
    expect((await half.get('/api/account')).status).toBe(200);
  });

  test('that is half makes room for one of 24 hours, whatever times its row tells', async () => {
    const address = (await staff.get('/api/account')).json.email;
    const half = await server.signIn(address);
    await rewrite(half, { created_at: new Date(Date.now() - 3 * MINUTE) });
    await showPasskey(half);
    expect(await minutesLeft(half)).toBeCloseTo(24 * 60, 0);
  });

  test('that is whole hands on its own end, also when its row tells the times of a half one', async () => {
    const caller = await server.signIn(email);
    const { expires_at } = await readRow(caller);
    const end = new Date(expires_at.getTime() - 23 * HOUR);
    await rewrite(caller, { created_at: new Date(end.getTime() - 10 * MINUTE), expires_at: end });
    const proved = await caller.post('/api/sessions/password', { password: PASSWORD });
    expect([proved.status, proved.json.expiresAt]).toEqual([200, end.toISOString()]);
  });

  test.each([
    ['staff', 14, 200],
    ['staff', 16, 401],
    ['patient', 59, 200],
    ['patient', 61, 401],
  ])('yardstick 23: of a %s, unused for %i minutes: %i', async (who, minutes, status) => {
    const caller = who === 'staff' ? staff : await server.signIn(email);
    const lastSeen = new Date(Date.now() - minutes * MINUTE);
    await rewrite(caller, { last_seen_at: lastSeen });
    expect((await caller.get('/api/account')).status).toBe(status);
    expect((await caller.post('/api/sessions/refresh', {})).status).toBe(status);
    expect((await caller.get('/api/account')).status, 'and it stays so').toBe(status);
  });

  test('yardstick 23: is over after 24 hours however it is used, and lives until then', async () => {
    const caller = await server.signIn(email);
    await rewrite(caller, { expires_at: new Date(Date.now() + MINUTE) });
    expect((await caller.get('/api/account')).status).toBe(200);
    await rewrite(caller, { expires_at: new Date(Date.now() - 1) });
    expect((await caller.get('/api/account')).status).toBe(401);
    expect((await caller.post('/api/sessions/refresh', {})).status).toBe(401);
  });

  test('yardstick 23: of which only minutes are left gets no longer by a proof', async () => {
    const caller = await server.signIn(email);
    const created_at = new Date(Date.now() - 24 * HOUR + 5 * MINUTE);
    const expires_at = new Date(created_at.getTime() + 24 * HOUR);
    await rewrite(caller, { created_at, expires_at });
    const proved = await caller.post('/api/sessions/password', { password: PASSWORD });
    expect([proved.status, proved.json.expiresAt]).toEqual([200, expires_at.toISOString()]);
  });

  test('what a page asks by itself does not keep it from going idle', async () => {
    const caller = await server.signIn(email);
    const before = new Date(Date.now() - 10 * MINUTE);
    await rewrite(caller, { last_seen_at: before });
    const background = await caller.get('/api/account', { 'wardkeep-background': '1' });
    expect([background.status, await lastSeen(caller)]).toEqual([200, before.getTime()]);
    expect((await caller.get('/api/account')).status).toBe(200);
    expect(await lastSeen(caller)).toBeGreaterThan(Date.now() - MINUTE);
  });
});

describe('one session more than the role may have', () => {
  test('ends the oldest, and no other', async () => {
    const begun: TestCaller[] = [];
    for (let count = 0; count < 4; count += 1) begun.push(await server.signIn(email));
    expect(await statuses(begun)).toEqual([401, 200, 200, 200]);
  });

  test('also when they begin at the same moment', async () => {
    const { signingIn } = await server.database.db.transaction(async (tx) => {
      await sql`lock table session in share row exclusive mode`.execute(queries(tx));
      const signingIn = Array.from({ length: 5 }, () => server.signIn(email));
      await untilWaiting(5);
      return { signingIn };
    });
    const live = await statuses(await Promise.all(signingIn));
    expect(live.filter((status) => status === 200)).toHaveLength(3);
  });
});

/** For locks that another transaction holds. */
async function untilWaiting(many: number): Promise<void> {
  const waiting = (): Promise<number> =>
    server.database.db.transaction(async (tx) => {
      const { rows } = await sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(queries(tx));
      return rows.length;
    });
  while ((await waiting()) < many) await sleep(20);
}

async function statuses(callers: readonly TestCaller[]): Promise<readonly number[]> {
  const answers = await Promise.all(callers.map((caller) => caller.get('/api/account')));
  return answers.map(({ status }) => status);
}

const PASSWORD = 'correct horse battery staple';

/** That of the one member of staff there is. */
async function showPasskey(half: TestCaller): Promise<void> {
  const options = await half.post('/api/sessions/passkey/options', {});
  const response = server.passkeyOf(staff)?.getAssertion(options.json);
  await half.begin('/api/sessions/passkey', { response });
}

/** As if time had gone by: the row gets other times, and the MAC over them. */
async function rewrite(caller: TestCaller, change: Updateable<Schema['session']>): Promise<void> {
  const hashes = server.wardkeep.state.gate?.hashes;
  await server.database.db.transaction(async (tx) => {
    const row = await queries(tx)
      .updateTable('session')
      .set(change)
      .where('session_id', '=', sessionIdOf(caller))
      .returningAll()
      .executeTakeFirstOrThrow();
    const mac = hashes?.session({
      sessionId: row.session_id,
      personId: row.person_id,
      deviceId: row.device_id,
      expiresAt: row.expires_at,
      methods: row.methods,
      provedAt: row.proved_at,
    });
    await queries(tx)
      .updateTable('session')
      .set({ mac: mac ?? Buffer.alloc(0) })
      .where('session_id', '=', row.session_id)
      .execute();
  });
}

function readRow(caller: TestCaller) {
  return server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('session')
      .selectAll()
      .where('session_id', '=', sessionIdOf(caller))
      .executeTakeFirstOrThrow(),
  );
}

async function lastSeen(caller: TestCaller): Promise<number> {
  return (await readRow(caller)).last_seen_at.getTime();
}

async function minutesLeft(caller: TestCaller): Promise<number> {
  return ((await readRow(caller)).expires_at.getTime() - Date.now()) / MINUTE;
}
