import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import { askOperator } from '../testing/operator.ts';
import { silentLog, startTestServer, type TestServer } from '../testing/index.ts';
import type { TestCaller } from '../testing/test-caller.ts';
import { watchForRestore } from './watch-restore.ts';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer({ settings: { WARDKEEP_KEY_PROVIDER: 'key-file' } });
  patient = await server.signUp();
});
afterAll(() => server.stop());

const era = (change: number) =>
  server.database.db.transaction((tx) =>
    queries(tx)
      .updateTable('deployment')
      .set((eb) => ({ era: eb('era', '+', change) }))
      .execute(),
  );
const account = () => patient.get('/api/account');

test('a database put back under the running server is served no more, and loses its sessions before it is again', async () => {
  const { state } = server.wardkeep;
  let reopened = 0;
  const watch = watchForRestore(state, silentLog, async () => {
    reopened += 1;
  });
  await watch.look();
  expect([(await account()).status, reopened], 'nothing happened yet').toEqual([200, 0]);

  await era(-1);
  const old = state.gate;
  await Promise.all([watch.look(), watch.look()]);
  expect([state.gate, state.sequencer, reopened]).toEqual([undefined, undefined, 1]);
  expect(() => old?.vault.service.symmetric('accounts')).toThrow('not in memory');
  const closed = await account();
  expect([closed.status, closed.code]).toEqual([503, 'locked']);
  await watch.look();
  expect(reopened, 'a gate that is closed is not looked at').toBe(1);
  await watch.stop();

  const { configDirectory, dataDirectory } = server.config;
  const [file = ''] = readdirSync(configDirectory).filter((name) => name.startsWith('passphrase'));
  const passphrase = readFileSync(path.join(configDirectory, file), 'utf8').trim();
  expect((await askOperator(dataDirectory, 'POST /unlock', { passphrase })).status).toBe(200);
  expect((await account()).status, 'its session has ended').toBe(401);
  expect((await server.stranger().get('/readyz')).json.checks).toMatchObject({ audit: 'ok' });
  expect(state.sequencer).toBeDefined();
  await server.signUp('Somebody new');
});
