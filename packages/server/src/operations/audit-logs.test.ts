import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listLogs, verifyLog } from '../audit/index.ts';
import { copyOfAudit } from '../audit/older-database.ts';
import { queries } from '../db/queries.ts';
import { askOperator } from '../testing/operator.ts';
import { silentLog, startTestServer, type TestServer } from '../testing/index.ts';
import { openGate } from './keys-state.ts';
import { watchForRestore } from './watch-restore.ts';

const log = String(new Date().getUTCFullYear());
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { WARDKEEP_KEY_PROVIDER: 'key-file' } });
});
afterAll(() => server.stop());

const running = () => server.wardkeep.state;
const pass = () => running().sequencer?.passNow();
const logs = () => server.database.db.transaction(listLogs);

test('a database put back under the running server: nothing is signed on it, and the audit goes on in a new log', async () => {
  const { db } = server.database;
  const { configDirectory, dataDirectory, keyStoreDirectory } = server.config;
  const { checkpointKey } = openGate(running());
  await server.signUp();
  await pass();
  const putBack = await copyOfAudit(db);
  const kept = (await logs())[0]?.size ?? 0;
  await server.signUp();
  await pass();
  const [last] = await logs();
  const memory = path.join(keyStoreDirectory, 'audit-signer', `${log}.note`);
  expect(readFileSync(memory, 'utf8')).toBe(last?.note);

  const watch = watchForRestore(running(), silentLog, async () => undefined);
  await watch.look();
  expect(running().gate, 'nothing happened yet').toBeDefined();
  await running().sequencer?.stop();
  await putBack();
  await server.stranger().get('/api/system/state');
  await watch.look();
  expect(running().gate, 'the era is the same: the signer alone tells it').toBeUndefined();
  await watch.stop();

  const [file = ''] = readdirSync(configDirectory).filter((name) => name.startsWith('passphrase'));
  const passphrase = readFileSync(path.join(configDirectory, file), 'utf8').trim();
  expect((await askOperator(dataDirectory, 'POST /unlock', { passphrase })).status).toBe(200);
  await pass();
  const [newest, old] = await logs();
  expect(newest).toMatchObject({ log: `${log}-2`, beginsWith: last?.note });
  expect(old).toMatchObject({ log, size: kept });
  for (const each of [newest, old])
    expect(
      await verifyLog({ db, checkpointKey, log: each?.log ?? '' }),
      `${each?.log}`,
    ).toMatchObject({ ok: true, size: each?.size });
  const begun = await db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_event')
      .innerJoin('audit_leaf', 'audit_leaf.event_id', 'audit_event.event_id')
      .select(['audit_leaf.log', 'outcome'])
      .where('event_type', '=', 'audit.begin-log')
      .execute(),
  );
  expect(begun).toEqual([{ log: `${log}-2`, outcome: 'success' }]);
  expect(existsSync(path.join(keyStoreDirectory, 'audit-signer', `${log}-2.note`))).toBe(true);

  await server.signUp();
  await pass();
  const again = watchForRestore(running(), silentLog, async () => undefined);
  await again.look();
  expect(running().gate, 'once').toBeDefined();
  await again.stop();
});
