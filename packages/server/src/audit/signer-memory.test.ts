import * as crypto from '@wardkeep/crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../db/database.ts';
import { queries } from '../db/queries.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { appendEvent } from './append-event.ts';
import { openAnyCheckpoint } from './begin-leaf.ts';
import { signCheckpoint } from './checkpoint.ts';
import { beginLogsAfterRestore, isBehindWitness, readKnownLogs } from './follow-restore.ts';
import { listLogs } from './logs.ts';
import { emptyRoot } from './merkle.ts';
import { copyOfAudit } from './older-database.ts';
import { memoryInProcess, type SignerMemory } from './signer-memory.ts';
import {
  appendMany,
  manualSequencer,
  testEvent,
  testKeys,
  testSources,
  thisLog,
} from './test-log.ts';
import { verifyLog } from './verify.ts';

const keys = testKeys(crypto);
const key = keys.checkpointKey;
const log = thisLog;
const second = `${thisLog}-2`;
const third = `${thisLog}-3`;
let own: TestDatabase;
let db: Database;
let memory: SignerMemory;
beforeEach(async () => {
  own = await createTestDatabase();
  db = own.db;
  memory = memoryInProcess();
});
afterEach(() => own.drop());

async function pass(
  count: number,
  parts: Parameters<typeof manualSequencer>[2] = { memory },
): Promise<number> {
  await appendMany(db, keys, count);
  const sequencer = manualSequencer(db, keys, parts);
  try {
    return await sequencer.passNow();
  } finally {
    await sequencer.stop();
  }
}
const verify = (name = log) => verifyLog({ db, checkpointKey: key, log: name, indexes: keys });
const remembered = (name = log) => memory.read(name)[0] ?? '';
const sizes = async () => {
  const rows = await db.transaction(listLogs);
  return rows.map(({ log: name, size }) => `${name}@${size}`);
};
const run = (statement: string) => db.transaction((tx) => sql.raw(statement).execute(queries(tx)));

test('a pass killed between its signature and its commit is done again as the same pass', async () => {
  await pass(5);
  const before = remembered();
  let late: () => void = () => undefined;
  const mayCommit = new Promise<void>((resolve) => (late = resolve));
  // Its wait has a lower number than those of the pass, and commits after the pass was fixed.
  const appendedLate = db.transaction(async (tx) => {
    await appendEvent(tx, keys, testEvent(), testSources);
    await mayCommit;
  });
  await appendMany(db, keys, 3);
  await expect(pass(0, { memory: dyingAfter(memory) })).rejects.toThrow('killed');
  const signed = remembered();
  expect(signed).not.toBe(before);
  late();
  await appendedLate;
  expect(await pass(2)).toBe(3);
  expect((await db.transaction(listLogs))[0]?.note, 'the very note').toBe(signed);
  expect(await pass(0)).toBe(3);
  expect(await verify()).toMatchObject({ ok: true, size: 11 });
});

test('nothing is signed on an older database, whatever is in it by then', async () => {
  await pass(5);
  const putBack = await copyOfAudit(db);
  await pass(300);
  await putBack();
  await expect(pass(1)).rejects.toMatchObject({ code: 'log_rewound' });
  await expect(pass(299), 'of the same size').rejects.toMatchObject({ code: 'log_rewound' });
  await expect(pass(700), 'larger').rejects.toMatchObject({ code: 'log_rewound' });
  expect(await sizes()).toEqual([`${log}@5`]);
});

test('a batch that was fixed and then changed is not signed in place of the one that was', async () => {
  await pass(5);
  await appendMany(db, keys, 4);
  await expect(pass(0, { memory: dyingAfter(memory) })).rejects.toThrow('killed');
  await run('update audit_head set next_batch = next_batch[1:2]');
  await expect(pass(0)).rejects.toMatchObject({ code: 'log_rewound' });
});

test('a server that slept while another signed finds its own tree in the larger one, and goes on', async () => {
  await pass(5);
  const awake = memoryInProcess();
  for (const count of [300, 1, 64]) await pass(count, { memory: awake });
  expect(await pass(2)).toBe(2);
  expect(openAnyCheckpoint(remembered(), key).size).toBe(372);
  expect(await pass(1, { memory: awake })).toBe(1);
});

test.each([
  ['another tree of the same size', 300],
  ['a smaller tree that is not in this one', 299],
])('a database that grew from %s is refused, and is no restore', async (_, size) => {
  await pass(300, { memory: memoryInProcess() });
  memory.write(log, signCheckpoint(keys, log, { size, root: emptyRoot }));
  await expect(pass(1)).rejects.toMatchObject({ code: 'log_damaged' });
});

test('a memory that nobody signed refuses; one good copy of it is enough', async () => {
  await pass(3);
  const good = remembered();
  const copies = (...notes: string[]): SignerMemory => ({
    logs: () => [log],
    read: () => notes,
    write: () => undefined,
  });
  const spoilt = good.replace(/\n3\n/, '\n2\n');
  await expect(pass(1, { memory: copies(spoilt) })).rejects.toMatchObject({ code: 'log_damaged' });
  expect(await pass(0, { memory: copies(spoilt, good) })).toBe(1);
});

test('a memory that can’t be written signs nothing', async () => {
  const full: SignerMemory = {
    ...memory,
    write: () => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    },
  };
  await expect(pass(1, { memory: full })).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await sizes()).toEqual([`${log}@0`]);
  expect(await pass(0)).toBe(1);
});

test('what is kept outside is asked once, before anything is added; one that nobody signed says nothing', async () => {
  await pass(5);
  const putBack = await copyOfAudit(db);
  await pass(5);
  const outside = remembered();
  await putBack();
  const asked: string[] = [];
  const fresh = (note: string) => ({
    memory: memoryInProcess(),
    witnessed: async (name: string) => {
      asked.push(name);
      return note;
    },
  });
  await expect(pass(1, fresh(outside))).rejects.toMatchObject({ code: 'log_rewound' });
  expect(await pass(0, fresh(outside.replace('\n10\n', '\n99\n')))).toBe(1);
  expect(asked).toEqual([log, log]);
});

describe('after a restore', () => {
  const settle = async (witnessed?: (name: string) => Promise<string | undefined>) => {
    const logs = await db.transaction(listLogs);
    const known = await readKnownLogs({ key, memory, witnessed }, logs, Date.now());
    return db.transaction((tx) => beginLogsAfterRestore(tx, keys, known, Date.now()));
  };

  test('the audit goes on in a new log that begins with the last signed checkpoint, and both verify', async () => {
    await pass(5);
    const putBack = await copyOfAudit(db);
    await pass(300);
    const last = remembered();
    await putBack();
    await appendMany(db, keys, 2);
    expect(await settle()).toEqual([{ log: second, follows: { log, size: 305 } }]);
    expect(await settle(), 'once').toEqual([]);
    expect(await verify(second), 'signed with its leaf 0').toMatchObject({ ok: true, size: 1 });
    expect(await pass(1)).toBe(3);
    expect(await sizes()).toEqual([`${second}@4`, `${log}@5`]);
    expect(await verify()).toMatchObject({ ok: true, size: 5 });
    expect(await verify(second)).toMatchObject({ ok: true, size: 4 });
    expect((await db.transaction(listLogs))[0]?.beginsWith).toBe(last);
    expect(await pass(260)).toBe(260);
    expect(await verify(second)).toMatchObject({ ok: true, size: 264 });

    // And put back once more, to before the second log was begun.
    await putBack();
    expect(await settle()).toEqual([{ log: third, follows: { log: second, size: 264 } }]);
    expect(await pass(1)).toBe(1);
    expect(await sizes()).toEqual([`${third}@2`, `${log}@5`]);
    expect(await verify(third)).toMatchObject({ ok: true, size: 2 });
  });

  test('of the key store as well, what is kept outside tells it', async () => {
    await pass(5);
    const putBack = await copyOfAudit(db);
    await pass(3);
    const outside = remembered();
    await putBack();
    memory = memoryInProcess();
    const witnessed = async (name: string) => (name === log ? outside : undefined);
    const logs = await db.transaction(listLogs);
    const known = await readKnownLogs({ key, memory, witnessed }, logs, Date.now());
    expect(await db.transaction((tx) => isBehindWitness(tx, known))).toBe(true);
    expect(await settle(witnessed)).toEqual([{ log: second, follows: { log, size: 8 } }]);
    expect(await pass(1, { memory, witnessed })).toBe(1);
    expect(await db.transaction((tx) => isBehindWitness(tx, known))).toBe(false);
  });

  test('a database that has everything that was signed goes on in its own log', async () => {
    await pass(5);
    await pass(300, { memory: memoryInProcess() });
    expect(await settle()).toEqual([]);
    expect(await pass(1)).toBe(1);
  });

  test.each([
    ['no note at all', 'null'],
    [
      'the newest note of the one before, as a restore would',
      `(select note from audit_checkpoint where size = 7)`,
    ],
    ['an older note of the same log', `(select note from audit_checkpoint where size = 2)`],
    [
      'a note of no log before it',
      `replace((select note from audit_checkpoint where size = 2), '/${log}', '/1999')`,
    ],
  ])('a log that somebody else wrote, with %s, is not begun', async (_, note) => {
    await pass(2);
    await pass(5);
    await run(`insert into audit_log values ('${second}', ${log}, 2, now(), ${note})`);
    await expect(pass(1)).rejects.toMatchObject({ name: 'AuditError' });
    expect(await sizes()).toEqual([`${second}@0`, `${log}@7`]);
  });
});

test('a new year’s log begins with the last checkpoint of the year before', async () => {
  const lastYear = String(Number(log) - 1);
  const stamp = Date.UTC(Number(lastYear), 11, 31).toString(16).padStart(12, '0');
  const uuid = () => testSources.uuid().replace(/^.{13}/, `${stamp.slice(0, 8)}-${stamp.slice(8)}`);
  const old = () =>
    db.transaction((tx) => appendEvent(tx, keys, testEvent(), { ...testSources, uuid }));
  await old();
  await pass(0);
  expect(await pass(2)).toBe(2);
  await old();
  expect(await pass(1), 'one that came late').toBe(2);
  expect(await sizes()).toEqual([`${log}@4`, `${lastYear}@2`]);
  const [newest] = await db.transaction(listLogs);
  expect(openAnyCheckpoint(newest?.beginsWith ?? '', key)).toMatchObject({
    log: lastYear,
    size: 1,
  });
  expect(await verify()).toMatchObject({ ok: true, size: 4 });
  expect(await verify(lastYear)).toMatchObject({ ok: true, size: 2 });
});

/** Remembers, and ends the process right after. */
function dyingAfter(kept: SignerMemory): SignerMemory {
  return {
    ...kept,
    write: (name, note) => {
      kept.write(name, note);
      throw new Error('killed');
    },
  };
}
