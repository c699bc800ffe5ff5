import * as crypto from '@wardkeep/crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/database.ts';
import { queries } from '../db/queries.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { appendEvent } from './append-event.ts';
import { openCheckpoint } from './checkpoint.ts';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from './merkle-proofs.ts';
import { newestCheckpoint } from './newest-checkpoint.ts';
import { startSequencer } from './sequencer.ts';
import { memoryInProcess } from './signer-memory.ts';
import {
  appendMany,
  manualSequencer,
  testEvent,
  testKeys,
  testSources,
  thisLog,
} from './test-log.ts';
import { storedSubtrees } from './tile-rows.ts';
import { verifyLog } from './verify.ts';

const keys = testKeys(crypto);
const { checkpointKey } = keys;
let own: TestDatabase;
let db: Database;
beforeEach(async () => {
  own = await createTestDatabase();
  db = own.db;
});
afterEach(() => own.drop());

const quiet = { log: { error: () => {} }, now: Date.now };
const verify = (log = thisLog) => verifyLog({ db, checkpointKey, log });
const leaves = () =>
  db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_event')
      .leftJoin('audit_leaf', 'audit_leaf.event_id', 'audit_event.event_id')
      .select(['audit_event.event_id', 'leaf_index'])
      .orderBy('leaf_index')
      .execute(),
  );

test('events get leaves in the order of their commits, under one signed checkpoint', async () => {
  const ids = await appendMany(db, keys, 300);
  const sequencer = manualSequencer(db, keys);
  expect(await sequencer.passNow()).toBe(300);
  expect(await sequencer.passNow()).toBe(0);
  expect(await leaves()).toEqual(ids.map((event_id, leaf_index) => ({ event_id, leaf_index })));
  const notes = await checkpoints();
  expect(notes.map(({ size }) => size)).toEqual([300]);
  const { root } = openCheckpoint(notes[0]?.note ?? '', checkpointKey, thisLog);
  expect(await verify()).toEqual({ ok: true, size: 300, root });
  await sequencer.stop();
});

test('proofs from the stored tiles verify against the signed checkpoints', async () => {
  const sequencer = manualSequencer(db, keys);
  for (const count of [300, 400]) {
    await appendMany(db, keys, count);
    await sequencer.passNow();
  }
  const [older, newer] = (await checkpoints()).map(({ note }) => {
    return openCheckpoint(note, checkpointKey, thisLog);
  });
  if (older === undefined || newer === undefined) throw new Error('two checkpoints are expected');
  await db.transaction(async (tx) => {
    const hashOf = storedSubtrees(tx, thisLog);
    const link = {
      oldSize: older.size,
      newSize: newer.size,
      oldRoot: older.root,
      newRoot: newer.root,
      proof: await consistencyProof(older.size, newer.size, hashOf),
    };
    expect(verifyConsistency(link)).toBe(true);
    const claim = {
      leafHash: await hashOf(0, 321),
      index: 321,
      size: newer.size,
      proof: await inclusionProof(321, newer.size, hashOf),
      root: newer.root,
    };
    expect(verifyInclusion(claim)).toBe(true);
    expect(verifyInclusion({ ...claim, index: 320 })).toBe(false);
  });
  await sequencer.stop();
});

test('a transaction rolled back leaves no gap in the log', async () => {
  const sequencer = manualSequencer(db, keys);
  await appendMany(db, keys, 2);
  const work = db.transaction(async (tx) => {
    await appendEvent(tx, keys, testEvent(), testSources);
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  await appendMany(db, keys, 2);
  expect(await sequencer.passNow()).toBe(4);
  expect((await leaves()).map((leaf) => leaf.leaf_index)).toEqual([0, 1, 2, 3]);
  await sequencer.stop();
});

test('an event whose transaction commits after later ones were sequenced is not lost', async () => {
  const sequencer = manualSequencer(db, keys);
  let late = '';
  await db.transaction(async (tx) => {
    late = (await appendEvent(tx, keys, testEvent(), testSources)).eventId;
    await appendMany(db, keys, 3);
    expect(await sequencer.passNow()).toBe(3);
  });
  expect(await sequencer.passNow()).toBe(1);
  expect((await leaves()).at(-1)).toEqual({ event_id: late, leaf_index: 3 });
  expect(await verify()).toMatchObject({ ok: true, size: 4 });
  await sequencer.stop();
});

test('two sequencers at once make one contiguous log', async () => {
  const second = await openDatabase(own.settings, { maxConnections: 3 });
  const pair = [manualSequencer(db, keys), manualSequencer(second, keys)];
  const busy = new AbortController();
  const appended = Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let round = 0; round < 10; round += 1) await appendMany(second, keys, 7);
    }),
  ).finally(() => busy.abort());
  const taken = pair.map(async (sequencer) => {
    let total = 0;
    while (!busy.signal.aborted) total += await sequencer.passNow();
    return total;
  });
  await appended;
  const byEach = await Promise.all(taken);
  const rest = await Promise.all(pair.map((sequencer) => sequencer.passNow()));
  expect([...byEach, ...rest].reduce((sum, count) => sum + count, 0)).toBe(280);
  expect((await leaves()).map((leaf) => leaf.leaf_index)).toEqual([...Array(280).keys()]);
  expect(await verify()).toMatchObject({ ok: true, size: 280 });
  await Promise.all(pair.map((sequencer) => sequencer.stop()));
  await second.close();
});

describe('a pass that dies', () => {
  const dying: [string, () => Promise<unknown>][] = [
    ['before it signs', () => passWith({ signing: true })],
    ['before its signature is remembered', () => passWith({ remembering: true })],
    ['before its commit', () => passWith({ committing: true })],
  ];
  test.each(dying)('%s changes nothing, and the next one makes up for it', async (_, pass) => {
    const sequencer = manualSequencer(db, keys);
    await appendMany(db, keys, 260);
    await sequencer.passNow();
    await appendMany(db, keys, 10);
    const before = await everyRow();
    await expect(pass()).rejects.toThrow('killed');
    expect(await everyRow()).toEqual(before);
    expect(await sequencer.passNow()).toBe(10);
    expect(await verify()).toMatchObject({ ok: true, size: 270 });
    await sequencer.stop();
  });

  async function passWith(faults: {
    signing?: true;
    remembering?: true;
    committing?: true;
  }): Promise<number> {
    const die = () => {
      throw new Error('killed');
    };
    const dyingDb: Database = {
      ...db,
      transaction: (work, options) =>
        options?.readOnly
          ? db.transaction(work, options)
          : db.transaction(async (tx) => {
              await work(tx);
              return die();
            }, options),
    };
    const sequencer = manualSequencer(
      faults.committing ? dyingDb : db,
      faults.signing ? { ...keys, signCheckpoint: die } : keys,
      faults.remembering ? { memory: { ...memoryInProcess(), write: die } } : {},
    );
    try {
      return await sequencer.passNow();
    } finally {
      await sequencer.stop();
    }
  }
});

test('nothing is signed on top of a tree that was changed; events are still accepted', async () => {
  const sequencer = manualSequencer(db, keys);
  await appendMany(db, keys, 5);
  await sequencer.passNow();
  await db.transaction((tx) =>
    sql`update audit_tile set hashes = overlay(hashes placing '\\x00' from 40)`.execute(
      queries(tx),
    ),
  );
  await appendMany(db, keys, 1);
  await expect(sequencer.passNow()).rejects.toMatchObject({ code: 'log_damaged' });
  expect(await checkpoints()).toHaveLength(1);
  await sequencer.stop();
});

test('events of two years make two logs', async () => {
  const lastYear = Number(thisLog) - 1;
  // 48 bits of milliseconds open a UUIDv7.
  const stamp = Date.UTC(lastYear, 11, 31, 23, 59, 59, 999).toString(16).padStart(12, '0');
  const uuid = () => testSources.uuid().replace(/^.{13}/, `${stamp.slice(0, 8)}-${stamp.slice(8)}`);
  await appendMany(db, keys, 2);
  await db.transaction((tx) => appendEvent(tx, keys, testEvent(), { ...testSources, uuid }));
  await appendMany(db, keys, 2);
  const sequencer = manualSequencer(db, keys);
  expect(await sequencer.passNow()).toBe(5);
  expect(await verify()).toMatchObject({ ok: true, size: 4 });
  expect(await verify(String(lastYear))).toMatchObject({ ok: true, size: 1 });
  await sequencer.stop();
});

test('5,000 events are sequenced and verified within seconds', async () => {
  for (let batch = 0; batch < 5; batch += 1) await appendMany(db, keys, 1000);
  const sequencer = manualSequencer(db, keys);
  const startedAt = performance.now();
  expect(await sequencer.passNow()).toBe(5000);
  const sequencedMs = performance.now() - startedAt;
  expect(sequencedMs).toBeLessThan(5000);
  expect(await verify()).toMatchObject({ ok: true, size: 5000 });
  expect(performance.now() - startedAt - sequencedMs).toBeLessThan(5000);
  await sequencer.stop();
});

test('it passes by itself, and goes on after failures, which it logs without their message', async () => {
  const logged: object[] = [];
  let broken = true;
  const flaky: Database = {
    ...db,
    transaction: (work, options) =>
      broken
        ? Promise.reject(Object.assign(new Error('row of Canary'), { code: 'unreachable' }))
        : db.transaction(work, options),
  };
  const log = {
    error: (details: object, message: string) => logged.push({ ...details, message }),
  };
  const sequencer = startSequencer({
    db: flaky,
    keys,
    memory: memoryInProcess(),
    log,
    everyMs: 5,
    now: Date.now,
  });
  await appendMany(db, keys, 3);
  await expect.poll(() => logged.length).toBeGreaterThan(1);
  broken = false;
  await expect.poll(async () => (await leaves()).at(-1)?.leaf_index, { timeout: 8000 }).toBe(2);
  expect(JSON.stringify(logged)).not.toContain('Canary');
  expect(logged[0]).toMatchObject({ name: 'Error', code: 'unreachable' });
  await sequencer.stop();
  await appendMany(db, keys, 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await leaves()).at(-1)?.leaf_index).toBeNull();
});

test('a sequencer stopped in the middle of a pass ends it and begins no other', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let passes = 0;
  const slow: Database = {
    ...db,
    transaction: async (work, options) => {
      passes += 1;
      await held;
      return db.transaction(work, options);
    },
  };
  const sequencer = startSequencer({
    ...quiet,
    memory: memoryInProcess(),
    db: slow,
    keys,
    everyMs: 5,
  });
  await appendMany(db, keys, 1);
  await expect.poll(() => passes).toBe(1);
  const stopping = sequencer.stop();
  release();
  await stopping;
  expect((await leaves()).at(-1)?.leaf_index).toBe(0);
  await appendMany(db, keys, 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await leaves()).at(-1)?.leaf_index).toBeNull();
});

test('the lag is the age of what waits, and none when nothing does', async () => {
  let nowMs = Date.now();
  const sequencer = manualSequencer(db, keys, { now: () => nowMs });
  await sequencer.passNow();
  expect(sequencer.lagMs()).toBe(0);
  await db.transaction((tx) =>
    appendEvent(tx, keys, testEvent(), { ...testSources, now: () => nowMs }),
  );
  nowMs += 12_000;
  expect(sequencer.lagMs()).toBe(12_000);
  const state = () => db.transaction(newestCheckpoint);
  expect(await state()).toMatchObject({ size: 0, pending: 1, checkpoint: null });
  await sequencer.passNow();
  expect(sequencer.lagMs()).toBe(0);
  expect(await state()).toMatchObject({ size: 1, pending: 0 });
  await sequencer.stop();
});

async function checkpoints(): Promise<{ size: number; note: string }[]> {
  return db.transaction((tx) =>
    queries(tx).selectFrom('audit_checkpoint').select(['size', 'note']).orderBy('size').execute(),
  );
}

/** Every row of every audit table, as text. */
async function everyRow(): Promise<unknown> {
  return db.transaction(async (tx) => {
    const { rows } = await sql`
      select t::text as row from audit_event t union all select t::text from audit_leaf t union all select t::text from audit_pending t
      union all select (log, size)::text from audit_head t union all select t::text from audit_tile t
      union all select t::text from audit_checkpoint t order by row`.execute(queries(tx));
    return rows;
  });
}
