import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDashboard, type ReplyOf } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import { recordOperation } from '../../gate/index.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
let provider: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp('Quiet Patient');
  provider = await server.join('provider');
}, 60_000);
afterAll(() => server.stop());

type Dashboard = ReplyOf<typeof readDashboard>;

async function dashboard(days: number): Promise<Dashboard> {
  const reply = await server.admin.get(`/api/security/dashboard?days=${days}`);
  expect(reply.status, reply.text).toBe(200);
  return readDashboard.reply.parse(reply.json);
}

function sum(points: Dashboard['signIns']): number {
  return points.reduce((total, { value }) => total + value, 0);
}

/** Until everything that happened so far was read. */
async function caughtUp(): Promise<void> {
  await server.wardkeep.state.sequencer?.passNow();
  const { log, size } = await server.database.db.transaction((tx) =>
    queries(tx).selectFrom('audit_head').selectAll().executeTakeFirstOrThrow(),
  );
  for (;;) {
    const cursor = await server.database.db.transaction((tx) =>
      queries(tx).selectFrom('alert_cursor').selectAll().where('log', '=', log).executeTakeFirst(),
    );
    if ((cursor?.next_leaf ?? 0) >= size) return;
    await sleep(50);
  }
}

async function raise(): Promise<void> {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  await recordOperation(gate, { action: 'keys.rotate', outcome: 'failed', by: 'service' });
  await caughtUp();
}

describe('refused', () => {
  const acknowledgement = `/api/security/alerts/${randomUUID()}/acknowledge`;

  test.each(['/api/security/alerts', '/api/security/dashboard'])(
    '%s, to whoever is no administrator',
    async (path) => {
      expect((await server.stranger().get(path)).status).toBe(401);
      expect((await patient.get(path)).status).toBe(403);
      expect((await provider.get(path)).status).toBe(403);
    },
  );

  test('to acknowledge, as somebody else or something that there is not', async () => {
    expect((await server.stranger().post(acknowledgement, {})).status).toBe(401);
    expect((await provider.post(acknowledgement, {})).status).toBe(403);
    expect((await server.admin.post(acknowledgement, {})).code).toBe('not_found');
  });

  test.each([0, 91, 1.5])('a dashboard of %d days', async (days) => {
    const reply = await server.admin.get(`/api/security/dashboard?days=${days}`);
    expect(reply.code).toBe('validation_failed');
  });
});

describe('the dashboard', () => {
  test('counts sign-ins, failures, refusals and reads by role', async () => {
    await caughtUp();
    const before = await dashboard(1);
    await server.signIn('person1@example.test');
    await server.stranger().post('/api/sessions', {
      email: 'nobody@example.test',
      password: 'wrong wrong wrong',
    });
    await provider.get(`/api/patients/${patient.personId}/chart`);
    expect((await patient.get(`/api/patients/${patient.personId}/chart`)).status).toBe(200);
    await caughtUp();
    const after = await dashboard(1);
    expect(sum(after.signIns) - sum(before.signIns)).toBe(1);
    expect(sum(after.failedSignIns) - sum(before.failedSignIns)).toBe(1);
    expect(sum(after.denials) - sum(before.denials)).toBe(1);
    const reads = ({ readsByRole }: Dashboard, role: string): number =>
      sum(readsByRole.find((reader) => reader.role === role)?.points ?? []);
    expect(reads(after, 'patient') - reads(before, 'patient')).toBe(1);
    expect(reads(after, 'provider')).toBe(0);
  });

  test('has a point for each hour of a week, and for each day beyond', async () => {
    const week = await dashboard(7);
    expect([week.stepMinutes, week.signIns.length]).toEqual([60, 168]);
    const month = await dashboard(30);
    expect([month.stepMinutes, month.signIns.length]).toEqual([1440, 30]);
    expect(sum(month.signIns)).toBe(sum(week.signIns));
    for (const { signIns, denials, logSize, from } of [week, month]) {
      expect(signIns[0]?.at).toBe(from);
      expect(denials.map(({ at }) => at)).toEqual(logSize.map(({ at }) => at));
    }
  });

  test('tells how large the log is, and how it grew', async () => {
    await caughtUp();
    const { size } = await server.database.db.transaction((tx) =>
      queries(tx).selectFrom('audit_head').select('size').executeTakeFirstOrThrow(),
    );
    const { logSize, lagMs } = await dashboard(7);
    expect(logSize[0]?.value).toBe(0);
    expect(logSize.at(-1)?.value).toBeGreaterThanOrEqual(size);
    expect(logSize.at(-1)?.value).toBeLessThan(size + 5);
    expect(lagMs).toBeLessThan(10_000);
  });

  test('tells how old each key is, and how many alerts are open', async () => {
    const { keys, openAlerts } = await dashboard(1);
    expect(keys.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['epoch', 'audit-checkpoint', 'session-signing']),
    );
    expect(openAlerts).toBe((await server.admin.get('/api/security/alerts')).json.open);
  });
});

describe('an alert', () => {
  test('is acknowledged once, and that is on record', async () => {
    await raise();
    const { json } = await server.admin.get('/api/security/alerts');
    const [alert] = json.alerts.filter(({ rule }: { rule: string }) => rule === 'key-work-failed');
    const path = `/api/security/alerts/${alert.alertId}/acknowledge`;
    const before = await server.countEvents({ action: 'alert.acknowledge', outcome: 'success' });
    expect((await server.admin.post(path, { words: ' Seen. ' })).status).toBe(204);
    expect((await server.admin.post(path, {})).code).toBe('not_found');
    const after = await server.countEvents({ action: 'alert.acknowledge', outcome: 'success' });
    expect(after - before).toBe(1);
    const later = (await server.admin.get('/api/security/alerts')).json;
    expect(later.open).toBe(json.open - 1);
    const closed = later.alerts.find(
      ({ alertId }: { alertId: string }) => alertId === alert.alertId,
    );
    expect(closed).toMatchObject({
      words: 'Seen.',
      acknowledgedBy: { personId: server.admin.personId },
    });
    // Open ones first.
    expect(later.alerts.at(-1).alertId).toBe(alert.alertId);
  });

  test('about a patient tells their id and not their name', async () => {
    const guesses = { email: 'person1@example.test', password: 'wrong wrong wrong' };
    for (let at = 0; at < 10; at += 1) await server.stranger().post('/api/sessions', guesses);
    await caughtUp();
    const { json, text } = await server.admin.get('/api/security/alerts');
    const about = json.alerts.map((alert: { about: unknown }) => alert.about);
    expect(about).toContainEqual({
      person: { personId: patient.personId, displayName: null },
      address: null,
    });
    expect(text).not.toContain('Quiet Patient');
  });
});
