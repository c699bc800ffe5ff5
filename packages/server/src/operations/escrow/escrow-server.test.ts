import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listLogs } from '../../audit/index.ts';
import { copyOfAudit } from '../../audit/older-database.ts';
import { queries } from '../../db/queries.ts';
import { eventually } from '../../testing/embedded.ts';
import {
  startTestServer,
  temporaryDirectory,
  type TemporaryDirectory,
  type TestServer,
} from '../../testing/index.ts';
import { askOperator } from '../../testing/operator.ts';
import { suspendPerson } from '../erasure/index.ts';

let outside: TemporaryDirectory;
let server: TestServer;
beforeAll(async () => {
  outside = await temporaryDirectory();
  const kept = path.join(outside.path, 'kept');
  server = await startTestServer({ settings: { WARDKEEP_ESCROW_DIRECTORY: kept } });
});
afterAll(async () => {
  await server.stop();
  await outside.remove();
});

const kept = (...names: readonly string[]) => path.join(outside.path, 'kept', ...names);
const year = String(new Date().getUTCFullYear());

test('a server with a place outside brings its checkpoints there by itself, and says so', async () => {
  await eventually(async () => {
    expect(readdirSync(kept('checkpoints', year)).length).toBeGreaterThan(0);
    const { json } = await server.admin.get('/api/system');
    expect(json.audit.escrow).toMatchObject([
      { sink: 'directory', place: kept(), failure: null, verdict: 'consistent' },
    ]);
  });
  const status = await askOperator(server.config.dataDirectory, 'GET /escrow');
  expect(status.json.places).toHaveLength(1);
  const compared = await askOperator(server.config.dataDirectory, 'POST /escrow/compare', {
    all: true,
  });
  expect(compared.lines.at(-1).result.verdict).toBe('consistent');
});

test('a database, with the signer’s memory, put back to before what is kept outside: the log goes on in a new one', async () => {
  const { db } = server.database;
  const memory = path.join(server.config.keyStoreDirectory, 'audit-signer', `${year}.note`);
  await server.wardkeep.state.sequencer?.passNow();
  const remembered = readFileSync(memory);
  const putBack = await copyOfAudit(db);
  await server.signUp();
  await server.wardkeep.state.sequencer?.passNow();
  await bring();
  const [last = ''] = readdirSync(kept('checkpoints', year)).toSorted().reverse();
  await server.wardkeep.stop();
  await putBack();
  writeFileSync(memory, remembered);
  await server.restart();
  const [newest] = await db.transaction(listLogs);
  const beginsWith = readFileSync(kept('checkpoints', year, last), 'utf8');
  expect(newest).toMatchObject({ log: `${year}-2`, beginsWith });
  await server.wardkeep.state.sequencer?.passNow();
  await bring();
  expect(readdirSync(kept('checkpoints', `${year}-2`)).length).toBeGreaterThan(0);
  const command = 'POST /escrow/compare';
  const compared = await askOperator(server.config.dataDirectory, command, { all: true });
  expect(compared.lines.at(-1).result.verdict).toBe('consistent');
});

test('a server whose restriction list is shorter than the one outside does not start, until it is put back', async () => {
  const patient = await server.signUp();
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  await suspendPerson(gate, patient.personId);
  await bring();
  const file = path.join(server.config.keyStoreDirectory, 'restrictions.note');
  const [list = ''] = readdirSync(kept('restrictions')).toSorted().reverse();
  expect(readFileSync(kept('restrictions', list), 'utf8')).toBe(readFileSync(file, 'utf8'));
  // Key store and database from before the suspension.
  rmSync(file);
  await server.database.db.transaction((tx) => queries(tx).deleteFrom('restriction').execute());
  await expect(server.restart()).rejects.toMatchObject({ code: 'restriction_list_short' });
  copyFileSync(kept('restrictions', list), file);
  await server.restart();
  expect((await patient.get('/api/account')).status).toBe(401);
});

/** Now, and not when its turn comes. */
async function bring(): Promise<void> {
  await server.database.db.transaction((tx) =>
    queries(tx)
      .updateTable('escrow')
      .set({ next_attempt_at: new Date(0) })
      .execute(),
  );
  await server.wardkeep.state.escrow?.deliverTo('directory');
}
