import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { ListedDevice, ListedSession } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const PASSWORD = 'correct horse battery staple';

let server: TestServer;
let owner: TestCaller;
let other: TestCaller;
let stranger: TestCaller;
let email: string;
beforeAll(async () => {
  server = await startTestServer();
  owner = await server.signUp();
  email = (await owner.get('/api/account')).json.email;
  other = await signInWith(FIREFOX);
  stranger = await server.signUp();
});
afterAll(() => server.stop());

describe('sessions and devices', () => {
  test('of somebody else are not there: nothing of them ends, is named or forgotten', async () => {
    const { sessions, devices } = await security(owner);
    for (const { sessionId } of sessions)
      expect((await stranger.delete(`/api/sessions/${sessionId}`)).code).toBe('not_found');
    for (const { deviceId } of devices) {
      expect((await stranger.delete(`/api/devices/${deviceId}`)).code).toBe('not_found');
      expect((await rename(stranger, deviceId, 'Mine')).code).toBe('not_found');
    }
    expect((await stranger.delete('/api/sessions')).json).toEqual({ ended: 0 });
    expect((await security(owner)).sessions).toHaveLength(2);
    expect((await owner.delete(`/api/sessions/${randomUUID()}`)).code).toBe('not_found');
  });

  test('yardstick 29: are listed to their owner, with what they run on', async () => {
    const { sessions, devices } = await security(owner);
    expect(sessions.map(({ device, isThis }) => [device, isThis])).toEqual([
      ['Firefox on Windows', false],
      ['node', true],
    ]);
    expect(sessions[0]).toMatchObject({ methods: ['password'], address: '127.0.0.1' });
    expect(devices.map(({ name, isThis }) => [name, isThis])).toEqual([
      ['Firefox on Windows', false],
      ['node', true],
    ]);
    const ids = devices.map(({ deviceId }) => deviceId);
    expect(sessions.map(({ deviceId }) => deviceId)).toEqual(ids);
  });

  test('a device is called what its owner says, in both lists', async () => {
    const [device] = (await security(owner)).devices;
    expect((await rename(owner, device?.deviceId, '')).code).toBe('validation_failed');
    expect((await rename(owner, device?.deviceId, 'x'.repeat(101))).code).toBe('validation_failed');
    expect((await rename(owner, device?.deviceId, 'Kitchen 🖥')).status).toBe(204);
    const { sessions, devices } = await security(owner);
    expect([sessions[0]?.device, devices[0]?.name]).toEqual(['Kitchen 🖥', 'Kitchen 🖥']);
  });

  test('yardstick 29: one ends at once, and the one that asks goes on', async () => {
    const { sessions } = await security(owner);
    const id = sessions.find(({ isThis }) => !isThis)?.sessionId;
    expect((await owner.delete(`/api/sessions/${id}`)).status).toBe(204);
    expect((await other.get('/api/account')).status).toBe(401);
    expect((await other.post('/api/sessions/refresh', {})).status).toBe(401);
    expect((await owner.delete(`/api/sessions/${id}`)).code, 'once').toBe('not_found');
    expect((await security(owner)).sessions).toHaveLength(1);
  });

  test('yardstick 29: all others end at once, and are counted', async () => {
    const some = [await signInWith(FIREFOX), await signInWith(FIREFOX)];
    expect((await owner.delete('/api/sessions')).json).toEqual({ ended: 2 });
    for (const each of some) expect((await each.get('/api/account')).status).toBe(401);
    expect((await owner.get('/api/account')).status).toBe(200);
  });

  test('ending the one that asks is a sign-out', async () => {
    const caller = await signInWith(FIREFOX);
    const id = (await security(caller)).sessions.find(({ isThis }) => isThis)?.sessionId;
    expect((await caller.delete(`/api/sessions/${id}`)).status).toBe(204);
    expect(caller.cookie).not.toMatch(/access|refresh/);
  });

  test('a device is the same at its next sign-in, also after signing out', async () => {
    const caller = await signInWith(FIREFOX);
    const before = (await security(caller)).devices.find(({ isThis }) => isThis);
    await caller.delete('/api/sessions/current');
    await caller.begin('/api/sessions', { email, password: PASSWORD });
    const after = (await security(caller)).devices.find(({ isThis }) => isThis);
    expect(after?.deviceId).toBe(before?.deviceId);
  });

  test('a device that is forgotten ends its sessions, and is a new one the next time', async () => {
    const caller = await signInWith(FIREFOX);
    const { deviceId } = (await security(caller)).devices.find(({ isThis }) => isThis) ?? {};
    expect((await owner.delete(`/api/devices/${deviceId}`)).status).toBe(204);
    expect((await caller.get('/api/account')).status).toBe(401);
    expect((await caller.post('/api/sessions/refresh', {})).status).toBe(401);
    await caller.begin('/api/sessions', { email, password: PASSWORD });
    const after = (await security(caller)).devices;
    expect(after.map((device) => device.deviceId)).not.toContain(deviceId);
    expect(after.filter(({ isThis }) => isThis)).toHaveLength(1);
  });

  test('a device unseen for 400 days is forgotten at a sign-in; one that was seen later is not', async () => {
    const { devices } = await security(owner);
    const [one, two] = devices.filter(({ isThis }) => !isThis);
    await unseenFor(one?.deviceId, 401);
    await unseenFor(two?.deviceId, 399);
    await signInWith(FIREFOX);
    const left = (await security(owner)).devices.map(({ deviceId }) => deviceId);
    expect(left).not.toContain(one?.deviceId);
    expect(left).toContain(two?.deviceId);
  });

  test('the cookie of a device is no use for somebody else’s account', async () => {
    const cookie = /__Host-wardkeep-device=[^;]+/.exec(stranger.cookie)?.[0] ?? '';
    const answer = await server
      .stranger()
      .post('/api/sessions', { email, password: PASSWORD }, { cookie });
    const given = answer.headers.getSetCookie().find((line) => line.includes('-device='));
    expect(given, 'a new one').toBeDefined();
    expect(given).not.toContain(cookie);
  });
});

interface Listed {
  readonly sessions: readonly ListedSession[];
  readonly devices: readonly ListedDevice[];
}

async function security(caller: TestCaller): Promise<Listed> {
  const answer = await caller.get('/api/account/security');
  expect(answer.status).toBe(200);
  return answer.json;
}

async function signInWith(userAgent: string): Promise<TestCaller> {
  const caller = server.stranger();
  const answer = await caller.post(
    '/api/sessions',
    { email, password: PASSWORD },
    { 'user-agent': userAgent },
  );
  caller.csrfToken = answer.json.csrfToken;
  caller.personId = answer.json.personId;
  return caller;
}

function rename(caller: TestCaller, deviceId: string | undefined, name: string) {
  return caller.send('PUT', `/api/devices/${deviceId}/name`, {
    body: JSON.stringify({ name }),
    headers: { 'content-type': 'application/json' },
  });
}

/** Its sessions have long ended by then. */
async function unseenFor(deviceId: string | undefined, days: number): Promise<void> {
  const seen = new Date(Date.now() - days * 86_400_000);
  await server.database.db.transaction(async (tx) => {
    const ended = { last_seen_at: seen, ended_at: seen, end_reason: 'signed-out' };
    await queries(tx)
      .updateTable('session')
      .set(ended)
      .where('device_id', '=', deviceId ?? '')
      .execute();
    await queries(tx)
      .updateTable('device')
      .set({ last_seen_at: seen })
      .where('device_id', '=', deviceId ?? '')
      .execute();
  });
}
