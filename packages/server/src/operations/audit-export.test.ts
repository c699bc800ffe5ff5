import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { askOperator } from '../testing/operator.ts';
import { tilePath } from './audit-export.ts';

const BIN = path.resolve(import.meta.dirname, '../../../cli/bin/wardkeep.mjs');
const year = String(new Date().getUTCFullYear());
let server: TestServer;
let exports = 0;

beforeAll(async () => {
  server = await startTestServer();
  const person = await server.signUp('Exported Canary');
  for (let time = 0; time < 20; time += 1)
    await person.get(`/api/patients/${person.personId}/chart`);
  await server.wardkeep.state.sequencer?.passNow();
}, 60_000);
afterAll(() => server.stop());

const ask = (command: `${'GET' | 'POST'} ${string}`, body?: object) =>
  askOperator(server.config.dataDirectory, command, body);
const newDirectory = (): string => path.join(server.directory.path, `export${++exports}`);
const run = (statement: ReturnType<typeof sql>) =>
  server.database.db.transaction((tx) => statement.execute(queries(tx)));

async function exported(directory = newDirectory(), more: object = {}) {
  const { lines } = await ask('POST /audit/export', { directory, ...more });
  return { directory, result: lines.at(-1)?.result, error: lines.at(-1)?.error };
}

/** By the command line, in a process that knows neither the server nor a key that opens anything. */
async function verifyOffline(directory: string, key: string) {
  const args = [BIN, 'audit', 'verify', directory, '--key', key, '--json'];
  const ran = await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env['PATH'] },
  }).catch((error: { stdout: string }) => error);
  return JSON.parse(ran.stdout) as unknown;
}

describe('an export', () => {
  test('verifies without the server, and nothing in it is readable', async () => {
    const { directory, result } = await exported();
    expect(result).toMatchObject({ log: year, missing: 0, firstMissing: null });
    expect(await verifyOffline(directory, result.verifierKey)).toMatchObject({
      ok: true,
      size: result.size,
    });
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
    for (const name of files.map((each) => path.join(directory, each))) {
      expect(statSync(name).mode & 0o077, name).toBe(0);
      if (statSync(name).isFile()) expect(readFileSync(name, 'latin1')).not.toContain('Canary');
    }
  });

  test('goes into a new directory with an absolute path, and is of a log that there is', async () => {
    const { directory } = await exported();
    const answers = [
      await exported(directory),
      await exported('relative'),
      await exported(path.join(server.directory.path, 'absent', 'deep')),
      await exported(newDirectory(), { log: '1999' }),
    ];
    expect(answers.map(({ error }) => error.code)).toEqual([
      'bad_request',
      'bad_request',
      'bad_request',
      'not_found',
    ]);
    expect(readdirSync(directory)).toContain('checkpoint');
  });

  test('of a log that somebody altered shows where', async () => {
    await run(
      sql`update audit_event set occurred_ms = occurred_ms + 1 where event_id = (select event_id from audit_leaf where leaf_index = 4)`,
    );
    const altered = await exported();
    expect(await verifyOffline(altered.directory, altered.result.verifierKey)).toMatchObject({
      ok: false,
      at: 4,
      why: 'leaf_differs',
    });
    await run(
      sql`update audit_event set occurred_ms = occurred_ms - 1 where event_id = (select event_id from audit_leaf where leaf_index = 4)`,
    );
    await run(
      sql`create table kept as select * from audit_event where event_id = (select event_id from audit_leaf where leaf_index = 6)`,
    );
    await run(
      sql`delete from audit_event where event_id = (select event_id from audit_leaf where leaf_index = 6)`,
    );
    const cut = await exported();
    expect(cut.result).toMatchObject({ missing: 1, firstMissing: 6 });
    expect(await verifyOffline(cut.directory, cut.result.verifierKey)).toMatchObject({
      ok: false,
      at: 6,
      why: 'row_missing',
    });
    expect((await ask('POST /audit/verify', {})).lines.at(-1)).toMatchObject({
      result: { logs: [{ log: year, ok: false, at: 6, why: 'row_missing' }] },
    });
    await run(sql`insert into audit_event select * from kept`);
    await run(sql`drop table kept`);
  });

  test('is recorded, as are verifications, with what they found', async () => {
    const before = await server.countEvents({ action: 'audit.verify', outcome: 'success' });
    expect((await ask('POST /audit/verify', {})).lines.at(-1)).toMatchObject({
      result: { logs: [{ log: year, ok: true }] },
    });
    const after = await server.countEvents({ action: 'audit.verify', outcome: 'success' });
    expect(after).toBe(before + 1);
    expect(await server.countEvents({ action: 'audit.verify', outcome: 'failed' })).toBe(1);
    expect(
      await server.countEvents({ action: 'audit.export', outcome: 'success' }),
    ).toBeGreaterThanOrEqual(2);
  });
});

test('the operator is told every log with its key, and how two sizes of it follow each other', async () => {
  const { json } = await ask('GET /audit/logs');
  expect(json).toMatchObject({ name: expect.stringMatching(/\/audit$/), logs: [{ log: year }] });
  const [{ size }] = json.logs;
  const proof = await ask('POST /audit/consistency', { log: year, from: 1, to: size });
  expect(proof.json.proof.length).toBeGreaterThan(0);
  const beyond = await ask('POST /audit/consistency', { log: year, from: 1, to: size + 1_000_000 });
  expect(beyond.json.error.code).toBe('not_found');
});

test.each([
  [0, 256, '000'],
  [7, 13, '007.p/13'],
  [999, 256, '999'],
  [1000, 256, 'x001/000'],
  [1234067, 256, 'x001/x234/067'],
  [1234067, 8, 'x001/x234/067.p/8'],
])('tile %i of width %i lies where the specification says', (number, width, name) => {
  expect(tilePath(number, width)).toBe(name);
});
