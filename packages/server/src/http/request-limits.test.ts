import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSession, readSessionKeys } from '../features/sessions/index.ts';
import type { Gate } from '../gate/index.ts';
import { sharedRequestCounts } from '../operations/index.ts';
import { queries } from '../db/queries.ts';
import { silentLog, startTestServer, type TestServer } from '../testing/index.ts';
import type { TestCaller } from '../testing/test-caller.ts';
import { makeServer } from './server.ts';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
});
afterAll(() => server.stop());

/** Of 600 requests a minute. */
const MOST = 12;

/** One more server on the same database and keys, with low limits. */
function another(gate: () => Gate | undefined = openGate): Promise<FastifyInstance> {
  return makeServer({
    log: pino({ level: 'silent' }),
    routes: [readSession, readSessionKeys],
    gate,
    health: {
      readyz: () => Promise.resolve({ ready: true, report: {} }),
      lockedState: () => ({ state: 'locked', notices: [] }),
    },
    webDirectory: import.meta.dirname,
    rateLimitFactor: MOST / 600,
    shareCounts: sharedRequestCounts(gate, silentLog),
    frontDoor: { publicUrl: undefined, trustedProxies: ['10.0.0.0/8'], allowedAddresses: [] },
  });
}

function openGate(): Gate | undefined {
  return server.wardkeep.state.gate;
}

/** A minute that ends meanwhile would begin the count anew. */
async function earlyInAMinute(): Promise<void> {
  const leftMs = 60_000 - (Date.now() % 60_000);
  if (leftMs < 5_000) await sleep(leftMs + 100);
}

const ask = (app: FastifyInstance, headers: Record<string, string> = {}, url = KEYS) =>
  app.inject({ url, headers });
const KEYS = '/.well-known/jwks.json';
const SESSION = '/api/sessions/current';

async function statuses(
  app: FastifyInstance,
  times: number,
  ...rest: [Record<string, string>?, string?]
) {
  const answers: number[] = [];
  for (let time = 0; time < times; time++) answers.push((await ask(app, ...rest)).statusCode);
  return answers;
}

describe('a limit', () => {
  test('refuses what is too much with the seconds to wait, and says so as a problem', async () => {
    await earlyInAMinute();
    const app = await another();
    expect(await statuses(app, MOST)).toEqual(Array(MOST).fill(200));
    const refused = await ask(app);
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 'too_many_requests', status: 429 });
    const waits = Number(refused.headers['retry-after']);
    expect(waits).toBeGreaterThan(0);
    expect(waits).toBeLessThanOrEqual(60);
    expect(refused.headers['cache-control']).toBe('no-store');
    await app.close();
  });

  test('holds over servers of one database within about a second', async () => {
    await earlyInAMinute();
    const address = { 'x-forwarded-for': '198.51.100.7' };
    const from = (app: FastifyInstance) =>
      app.inject({ url: KEYS, headers: address, remoteAddress: '10.0.0.1' });
    const [one, two] = [await another(), await another()];
    for (let time = 0; time < MOST / 2; time++) {
      expect((await from(one)).statusCode).toBe(200);
      expect((await from(two)).statusCode).toBe(200);
    }
    await sleep(1_300);
    // The one that shared first may learn of the other's with this request; then neither lets anything through.
    await Promise.all([from(one), from(two)]);
    await sleep(1_300);
    expect([(await from(one)).statusCode, (await from(two)).statusCode]).toEqual([429, 429]);
    // Another address is another count.
    expect((await ask(one)).statusCode).toBe(200);
    await Promise.all([one.close(), two.close()]);
  });

  test('of one person is not used up by another behind the same address', async () => {
    await earlyInAMinute();
    const app = await another();
    const [first, second] = [server.admin, patient];
    await statuses(app, MOST, { cookie: first.cookie }, SESSION);
    expect((await ask(app, { cookie: first.cookie }, SESSION)).statusCode).toBe(429);
    expect((await ask(app, { cookie: second.cookie }, SESSION)).statusCode).toBe(200);
    // A made-up session is nobody's: counted by address.
    const madeUp = { cookie: '__Host-wardkeep-access=a.b.c' };
    expect((await statuses(app, MOST, madeUp, SESSION)).at(-1)).toBe(401);
    expect((await ask(app, {}, SESSION)).statusCode).toBe(429);
    expect((await ask(app, { cookie: second.cookie }, SESSION)).statusCode).toBe(200);
    await app.close();
  });

  test('of what anybody may ask is by address, with a session as without', async () => {
    await earlyInAMinute();
    const app = await another();
    const { cookie } = patient;
    await statuses(app, MOST, { cookie });
    expect((await ask(app)).statusCode).toBe(429);
    await app.close();
  });

  test('holds on one server alone while the keys are locked, and for readyz and pages', async () => {
    await earlyInAMinute();
    const app = await another(() => undefined);
    expect(new Set(await statuses(app, MOST))).toEqual(new Set([503]));
    expect((await ask(app)).statusCode).toBe(429);
    expect((await statuses(app, 10, {}, '/readyz')).at(-1)).toBe(429);
    expect((await statuses(app, MOST + 1, {}, '/nothing-here')).at(-1)).toBe(429);
    expect(new Set(await statuses(app, 50, {}, '/healthz'))).toEqual(new Set([200]));
    await app.close();
  });

  test('leaves no readable address in the database, and forgets old minutes', async () => {
    const gate = openGate();
    const share = sharedRequestCounts(openGate, silentLog);
    const old = new Date(Date.now() - 3_600_000);
    const count = { kind: 'requests.address', of: 'GET /x 203.0.113.77', requests: 2 } as const;
    expect(await share(old, [count])).toEqual([2]);
    expect(await share(old, [count, { ...count, of: 'GET /y' }])).toEqual([4, 2]);
    const rows = await gate?.db.transaction((tx) =>
      queries(tx).selectFrom('request_count').selectAll().execute(),
    );
    expect(JSON.stringify(rows?.map(({ subject }) => subject.toString('latin1')))).not.toContain(
      '203.0.113',
    );
    expect(rows?.every(({ subject }) => subject.length === 16)).toBe(true);
    await share(new Date(), [count]);
    const left = await gate?.db.transaction((tx) =>
      queries(tx).selectFrom('request_count').select('window_start').execute(),
    );
    expect(left?.every(({ window_start: start }) => start > old)).toBe(true);
  });
});
