import { readSessionKeys } from '../features/sessions/index.ts';
import { makeServer } from '../http/server.ts';
import { pino } from 'pino';
import type { Action } from '@wardkeep/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import type { Gate } from '../gate/index.ts';
import { silentLog, startTestServer, type TestServer } from '../testing/index.ts';
import { limitedRequests } from './limited-requests.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const gate = (): Gate | undefined => server.wardkeep.state.gate;

async function recorded(): Promise<readonly unknown[]> {
  const open = gate();
  const rows = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_event')
      .select(['event_id', 'outcome', 'repeated', 'core'])
      .where('event_type', '=', 'request.limited')
      .orderBy('event_id')
      .execute(),
  );
  return rows.map(({ event_id: id, outcome, repeated, core }) => {
    const { actor, reason } = (core && open?.auditSealing.openCore(id, core)) ?? {};
    return { outcome, repeated, role: actor?.role, reason };
  });
}

test('what was sent away is one event for each action with its number, and nothing when there was none', async () => {
  const limited = limitedRequests({ gate, log: silentLog, everyMs: 1e9 });
  for (let index = 0; index < 3; index += 1) limited.count('session.sign-in');
  limited.count('record.read');
  await limited.stop();
  await limited.stop();
  const event = { outcome: 'refused', role: 'service' };
  const all = await recorded();
  expect(all).toHaveLength(2);
  expect(all).toContainEqual({ ...event, repeated: 3, reason: 'session.sign-in' });
  expect(all).toContainEqual({ ...event, repeated: 1, reason: 'record.read' });
});

test('what can’t be recorded while the keys are locked is recorded later', async () => {
  let isLocked = true;
  const limited = limitedRequests({
    gate: () => (isLocked ? undefined : gate()),
    log: silentLog,
    everyMs: 1e9,
  });
  const before = (await recorded()).length;
  limited.count('account.sign-up');
  await limited.stop();
  expect((await recorded()).length).toBe(before);
  isLocked = false;
  await limited.stop();
  expect((await recorded()).length).toBe(before + 1);
});

test('a request beyond its limit is counted by its action', async () => {
  const sentAway: Action[] = [];
  const app = await makeServer({
    log: pino({ level: 'silent' }),
    routes: [readSessionKeys],
    gate,
    health: {
      readyz: () => Promise.resolve({ ready: true, report: {} }),
      lockedState: () => ({ state: 'locked', notices: [] }),
    },
    webDirectory: import.meta.dirname,
    rateLimitFactor: 1e-9,
    shareCounts: () => Promise.resolve(undefined),
    onSentAway: (action) => void sentAway.push(action),
    frontDoor: { publicUrl: undefined, trustedProxies: [], allowedAddresses: [] },
  });
  const statuses: number[] = [];
  for (let index = 0; index < 3; index += 1)
    statuses.push((await app.inject({ url: '/.well-known/jwks.json' })).statusCode);
  await app.close();
  expect(statuses).toEqual([200, 429, 429]);
  expect(sentAway).toEqual(['session.read-keys', 'session.read-keys']);
});
