/** Two server processes on one database and one key store: what one of them ends, the other knows. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { TestCaller } from '../../testing/test-caller.ts';
import { connectionString } from '../../testing/test-server.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));
const rootKey = {
  WARDKEEP_KEY_PROVIDER: 'environment',
  WARDKEEP_ROOT_KEY_FROM: 'env:ROOT_KEY',
  ROOT_KEY: randomBytes(32).toString('base64'),
};

let server: TestServer;
let other: { readonly process: ChildProcess; readonly url: string };
let email: string;
beforeAll(async () => {
  server = await startTestServer({ settings: rootKey });
  other = await startOther();
  email = (await (await server.signUp()).get('/api/account')).json.email;
});
afterAll(async () => {
  other.process.kill('SIGTERM');
  await once(other.process, 'exit');
  await server.stop();
});

describe('a session that began on one server', () => {
  test('yardstick 21: is good on the other, and dead there within a second of signing out', async () => {
    const caller = await server.signIn(email);
    const { cookie } = caller;
    const elsewhere = new TestCaller(other.url);
    const asked = (path: string): Promise<number> =>
      elsewhere.get(path, { cookie }).then(({ status }) => status);
    expect(await asked('/api/account')).toBe(200);
    expect(await asked('/api/sessions/current')).toBe(200);
    await caller.delete('/api/sessions/current');
    const endedAtMs = performance.now();
    expect(await asked('/api/account'), 'at once where anything opens').toBe(401);
    while ((await asked('/api/sessions/current')) === 200) await sleep(20);
    expect(performance.now() - endedAtMs).toBeLessThan(1_000);
    const refresh = refreshOf(cookie);
    const refreshed = await elsewhere.post('/api/sessions/refresh', {}, { cookie: refresh });
    expect(refreshed.status).toBe(401);
  });

  test('yardstick 29: ends on both when its owner ends all others', async () => {
    const one = await server.signIn(email);
    const two = new TestCaller(other.url);
    await two.begin('/api/sessions', { email, password: 'correct horse battery staple' });
    const { ended } = (await two.delete('/api/sessions')).json;
    expect(ended).toBeGreaterThanOrEqual(1);
    expect((await one.get('/api/account')).status).toBe(401);
    expect((await two.get('/api/account')).status).toBe(200);
  });

  test('yardstick 22: ends on both when an administrator suspends the account', async () => {
    const person = await server.signUp();
    const { cookie } = person;
    await server.proveFreshly(server.admin);
    await server.admin.post(`/api/accounts/${person.personId}/suspension`, {});
    expect((await new TestCaller(other.url).get('/api/account', { cookie })).status).toBe(401);
  });

  test('yardstick 24: 100 parallel uses of its refresh token on both: one success', async () => {
    const { cookie } = await server.signIn(email);
    const uses = await Promise.all(
      Array.from({ length: 100 }, (_each, index) =>
        new TestCaller(index % 2 === 0 ? server.url : other.url).post(
          '/api/sessions/refresh',
          {},
          { cookie: refreshOf(cookie) },
        ),
      ),
    );
    expect(uses.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

function refreshOf(cookie: string): string {
  return /__Host-wardkeep-refresh=[^;]+/.exec(cookie)?.[0] ?? '';
}

/** Own data directory, same database, same key store, same root. */
async function startOther() {
  const { config, database, directory } = server;
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ...rootKey,
      WARDKEEP_PORT: '0',
      WARDKEEP_HOST: '127.0.0.1',
      WARDKEEP_DATA_DIR: path.join(directory.path, 'other'),
      WARDKEEP_KEY_STORE: config.keyStoreDirectory,
      XDG_CONFIG_HOME: path.join(directory.path, 'other-config'),
      DATABASE_URL: connectionString(database.settings),
      WARDKEEP_RATE_LIMIT_FACTOR: '1000',
      WARDKEEP_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url !== undefined) return { process: child, url };
  }
  throw new Error('the other server did not start');
}
