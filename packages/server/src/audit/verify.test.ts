import { generateKeyPairSync, sign } from 'node:crypto';
import * as crypto from '@wardkeep/crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../db/database.ts';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { signCheckpoint } from './checkpoint.ts';
import { leafBytes } from './leaf.ts';
import { leafHash } from './merkle.ts';
import { appendMany, manualSequencer, testKeys, thisLog } from './test-log.ts';
import { growTree, rootOfEdge } from './tiles.ts';
import { verifyLog, type AuditVerdict } from './verify.ts';

const keys = testKeys(crypto);
const { checkpointKey } = keys;
const size = 700;
const addedId = '01890000-0000-7000-8000-000000000001';
const log = thisLog;
let own: TestDatabase;

// Checkpoints at 5, 300 and 700, so that what a checkpoint vouches for differs from what a tile says.
beforeAll(async () => {
  own = await createTestDatabase();
  const sequencer = manualSequencer(own.db, keys);
  for (const count of [5, 295, 400]) {
    await appendMany(own.db, keys, count);
    await sequencer.passNow();
  }
  await sequencer.stop();
});
afterAll(() => own.drop());

const verify = (db: Database, indexes?: typeof keys) =>
  verifyLog({ db, checkpointKey, log, ...(indexes ? { indexes } : {}) });
const fails = (at: number, why: string): AuditVerdict => ({ ok: false, at, why }) as AuditVerdict;

test('an untouched log fits, its search tokens too', async () => {
  expect(await verify(own.db)).toMatchObject({ ok: true, size });
  expect(await verify(own.db, keys)).toMatchObject({ ok: true, size });
});

test('a log that never was is an empty one', async () => {
  expect(await verifyLog({ db: own.db, checkpointKey, log: '1999' })).toMatchObject({
    ok: true,
    size: 0,
  });
});

describe('an altered column is found at its leaf', () => {
  const flip = (column: string) => `${column} = set_byte(${column}, 3, get_byte(${column}, 3) # 1)`;
  test.each([
    // Nothing tells it from an event that was taken away and another one that was put in.
    ['event_id', `event_id = '01890000-0000-7000-8000-000000000000'`, 'row_missing'],
    ['occurred_ms', 'occurred_ms = occurred_ms + 1', 'leaf_differs'],
    ['event_type', `event_type = 'record.list'`, 'leaf_differs'],
    ['outcome', `outcome = 'failed'`, 'leaf_differs'],
    ['commitment', flip('commitment'), 'commitment_differs'],
    ['salt_core', flip('salt_core'), 'commitment_differs'],
    ['core', flip('core'), 'commitment_differs'],
    ['salt_detail', flip('salt_detail'), 'commitment_differs'],
    ['detail', flip('detail'), 'commitment_differs'],
  ])('%s', async (_, change, why) => {
    for (const leaf of [0, 321, 699]) {
      expect(await verify(changed(change, leaf))).toEqual(fails(leaf, why));
    }
  });

  test('event_id, in the event and in its leaf', async () => {
    const db = damaged(async (tx) => {
      await run(tx, `update audit_event set event_id = '${addedId}' where ${withLeaf(321)}`);
      await run(tx, `update audit_leaf set event_id = '${addedId}' where leaf_index = 321`);
    });
    expect(await verify(db)).toEqual(fails(321, 'leaf_differs'));
  });

  test('a half put back from another event', async () => {
    const other = `from audit_event o where o.${withLeaf(9)}`;
    const change = `(salt_core, core) = (select o.salt_core, o.core ${other})`;
    expect(await verify(changed(change, 400))).toEqual(fails(400, 'commitment_differs'));
  });

  test.each([
    ['actor_index', flip('actor_index')],
    ['subject_index', 'subject_index = null'],
    ['detail_owner', 'detail_owner = gen_random_uuid()'],
  ])('%s, which is not in the leaf: with the core key', async (_, change) => {
    expect(await verify(changed(change, 321), keys)).toEqual(fails(321, 'index_differs'));
    expect(await verify(changed(change, 321))).toMatchObject({ ok: true });
  });
});

describe('a deleted row is found at its leaf', () => {
  test.each([0, 321, 699])('leaf %i', async (leaf) => {
    const db = damaged((tx) => run(tx, `delete from audit_event where ${withLeaf(leaf)}`));
    expect(await verify(db)).toEqual(fails(leaf, 'row_missing'));
  });

  test('also when the leaves after it close up', async () => {
    const db = damaged(async (tx) => {
      await run(tx, `delete from audit_event where ${withLeaf(321)}`);
      await run(tx, 'delete from audit_leaf where leaf_index = 321');
      await shift(tx, 321, -1);
    });
    expect(await verify(db)).toEqual(fails(321, 'leaf_differs'));
  });
});

describe('a leaf that is not the event’s is found', () => {
  const leaf = (statement: string) => damaged((tx) => run(tx, statement));
  test.each([0, 321, 699])('taken away: leaf %i', async (at) => {
    const db = leaf(`delete from audit_leaf where leaf_index = ${at}`);
    expect(await verify(db)).toEqual(fails(at, 'row_missing'));
  });

  test.each([
    [
      'for an event that is none',
      `update audit_leaf set event_id = gen_random_uuid()`,
      'row_missing',
    ],
    ['in another log', `update audit_leaf set log = '1999'`, 'row_missing'],
    ['of an event of another year', `update audit_event set log = '1999'`, 'row_missing'],
  ])('%s', async (_, change, why) => {
    const db = leaf(`${change} where ${withLeaf(321)}`);
    expect(await verify(db)).toEqual(fails(321, why));
  });

  test('swapped with another', async () => {
    const db = damaged(async (tx) => {
      await run(tx, 'alter table audit_leaf drop constraint audit_leaf_event_id_key');
      await run(
        tx,
        `update audit_leaf l set event_id = o.event_id from audit_leaf o
          where l.leaf_index in (20, 321) and o.leaf_index = 341 - l.leaf_index`,
      );
    });
    expect(await verify(db)).toEqual(fails(20, 'leaf_differs'));
  });

  test('and an event with two leaves', async () => {
    const db = damaged(async (tx) => {
      await run(tx, 'alter table audit_leaf drop constraint audit_leaf_event_id_key');
      await run(
        tx,
        `insert into audit_leaf select log, ${size}, event_id from audit_leaf where leaf_index = 5`,
      );
    });
    expect(await verify(db)).toEqual(fails(size, 'row_added'));
  });

  test('put in for an event that is none', async () => {
    const db = leaf(`insert into audit_leaf values ('${log}', ${size}, gen_random_uuid())`);
    expect(await verify(db)).toEqual(fails(size, 'row_added'));
  });

  test('in a log that was never begun, to hide an event', async () => {
    const db = damaged(async (tx) => {
      await addRow(tx, null);
      await run(tx, `insert into audit_leaf values ('1999', 0, '${addedId}')`);
    });
    expect(await verify(db)).toEqual(fails(size, 'event_outside_log'));
  });
});

describe('an added row is found', () => {
  test('behind the last leaf', async () => {
    const db = damaged((tx) => addRow(tx, String(size)));
    expect(await verify(db)).toEqual(fails(size, 'row_added'));
  });

  test('between others, at its leaf', async () => {
    const db = damaged(async (tx) => {
      await shift(tx, 321, 1);
      await addRow(tx, '321');
    });
    expect(await verify(db)).toEqual(fails(321, 'leaf_differs'));
  });

  test('twice on one leaf', async () => {
    const db = damaged(async (tx) => {
      await run(tx, 'alter table audit_leaf drop constraint audit_leaf_pkey');
      await addRow(tx, '321');
    });
    expect(await verify(db)).toMatchObject({ ok: false, at: 321 });
  });

  test('on a leaf before the first', async () => {
    const db = damaged(async (tx) => {
      await run(tx, 'alter table audit_leaf drop constraint audit_leaf_index_check');
      await addRow(tx, '-1');
    });
    expect(await verify(db)).toEqual(fails(size, 'row_added'));
  });

  test('without a leaf and waiting for none', async () => {
    const db = damaged((tx) => addRow(tx, null));
    expect(await verify(db)).toEqual(fails(size, 'event_outside_log'));
  });
});

describe('a changed tree is found', () => {
  test('an event and its leaf in the tile: the checkpoint does not fit', async () => {
    const db = damaged(async (tx) => {
      await run(tx, `update audit_event set outcome = 'failed' where ${withLeaf(321)}`);
      await rebuildTiles(tx);
    });
    expect(await verify(db)).toEqual(fails(300, 'root_differs'));
  });

  test('all of it rebuilt and signed by another key: the signature does not fit', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const forger = {
      ...keys,
      signCheckpoint: (text: Uint8Array) => sign(null, text, privateKey),
      checkpointKey: { name: checkpointKey.name, publicKey: spki.subarray(-32) },
    };
    const db = damaged(async (tx) => {
      await run(tx, `update audit_event set outcome = 'failed' where ${withLeaf(321)}`);
      const root = await rebuildTiles(tx);
      const note = signCheckpoint(forger, log, { size, root });
      await queries(tx)
        .updateTable('audit_checkpoint')
        .set({ note })
        .where('size', '=', size)
        .execute();
    });
    expect(await verify(db)).toEqual(fails(300, 'checkpoint_not_authentic'));
  });

  test.each([
    ['a hash of level 1', `level = 1`, `set_byte(hashes, 40, 0)`, fails(256, 'tile_differs')],
    [
      'a leaf of a tile',
      `level = 0 and number = 1`,
      `set_byte(hashes, 40, 0)`,
      fails(257, 'leaf_differs'),
    ],
  ])('%s', async (_, where, hashes, verdict) => {
    const db = damaged((tx) => run(tx, `update audit_tile set hashes = ${hashes} where ${where}`));
    expect(await verify(db)).toEqual(verdict);
  });

  test('a tile too many', async () => {
    const db = damaged((tx) =>
      run(
        tx,
        `insert into audit_tile select log, 5, 0, 1, substr(hashes, 1, 32) from audit_tile limit 1`,
      ),
    );
    expect(await verify(db)).toEqual(fails(size, 'tile_differs'));
  });

  test('the newest checkpoint gone, or the head moved', async () => {
    const gone = damaged((tx) => run(tx, `delete from audit_checkpoint where size = ${size}`));
    expect(await verify(gone)).toEqual(fails(300, 'row_added'));
    const moved = damaged((tx) => run(tx, 'update audit_head set size = size - 1'));
    expect(await verify(moved)).toEqual(fails(size, 'head_differs'));
  });

  test('a wait for an event that is gone', async () => {
    const db = damaged((tx) =>
      run(tx, 'insert into audit_pending (event_id) values (gen_random_uuid())'),
    );
    expect(await verify(db)).toEqual(fails(size, 'pending_without_event'));
  });
});

test('destroyed details leave a log that fits, and whose cores are still proved', async () => {
  const db = damaged((tx) =>
    run(
      tx,
      `update audit_event set detail_hash = sha256(salt_detail || detail), salt_detail = null, detail = null
        where event_id in (select event_id from audit_leaf where leaf_index % 3 = 0)`,
    ),
  );
  expect(await verify(db, keys)).toMatchObject({ ok: true, size });
  const wrong = changed(`detail_hash = sha256('x'), salt_detail = null, detail = null`, 321);
  expect(await verify(wrong)).toEqual(fails(321, 'commitment_differs'));
});

test('an event that only waits is no fault', async () => {
  const db = damaged(async (tx) => {
    await addRow(tx, null);
    await run(
      tx,
      'insert into audit_pending (event_id) select event_id from audit_event where event_id not in (select event_id from audit_leaf)',
    );
  });
  expect(await verify(db)).toMatchObject({ ok: true, size });
});

/** The database as it is after `damage`; nobody else sees it, and it is rolled back after each use. */
function damaged(damage: (tx: Tx) => Promise<unknown>): Database {
  return {
    ...own.db,
    transaction: async (work) => {
      const outcome: { value?: Awaited<ReturnType<typeof work>> } = {};
      const rolledBack = new Error('rolled back on purpose');
      await own.db
        .transaction(async (tx) => {
          await damage(tx);
          outcome.value = await work(tx);
          throw rolledBack;
        })
        .catch((error: unknown) => {
          if (error !== rolledBack) throw error;
        });
      return outcome.value as Awaited<ReturnType<typeof work>>; // as: set, or it threw above
    },
  };
}

function changed(change: string, leaf: number): Database {
  return damaged((tx) => run(tx, `update audit_event set ${change} where ${withLeaf(leaf)}`));
}

/** A condition on an event's row. */
function withLeaf(leaf: number): string {
  return `event_id = (select event_id from audit_leaf where leaf_index = ${leaf})`;
}

async function run(tx: Tx, statement: string): Promise<void> {
  await sql.raw(statement).execute(queries(tx));
}

/** Renumbers the leaves from `from` on. By way of negative numbers: the unique index is checked row by row. */
async function shift(tx: Tx, from: number, by: number): Promise<void> {
  await run(tx, 'alter table audit_leaf drop constraint audit_leaf_index_check');
  await run(tx, `update audit_leaf set leaf_index = -1 - leaf_index where leaf_index >= ${from}`);
  await run(tx, `update audit_leaf set leaf_index = -1 - leaf_index + ${by} where leaf_index < 0`);
}

async function addRow(tx: Tx, leafIndex: string | null): Promise<void> {
  await run(
    tx,
    `insert into audit_event
      select '${addedId}', log, commitment, event_type, outcome, occurred_ms,
        actor_index, subject_index, detail_owner, salt_core, core, core_hash, salt_detail, detail, detail_hash,
        address_index, repeated
      from audit_event where ${withLeaf(20)}`,
  );
  if (leafIndex !== null)
    await run(tx, `insert into audit_leaf values ('${log}', ${leafIndex}, '${addedId}')`);
}

/** What somebody does who knows the format, and lacks only the key. */
async function rebuildTiles(tx: Tx): Promise<Buffer> {
  const events = await queries(tx)
    .selectFrom('audit_leaf')
    .innerJoin('audit_event', 'audit_event.event_id', 'audit_leaf.event_id')
    .selectAll('audit_event')
    .orderBy('leaf_index')
    .execute();
  const hashes = events.map((event) =>
    leafHash(
      leafBytes({
        eventId: event.event_id,
        occurredAtMs: event.occurred_ms,
        action: event.event_type,
        outcome: event.outcome,
        commitment: event.commitment,
      }),
    ),
  );
  const grown = growTree(0, [], hashes);
  for (const { level, number, hashes: tile } of grown.changed) {
    await queries(tx)
      .updateTable('audit_tile')
      .set({ hashes: tile })
      .where('level', '=', level)
      .where('number', '=', number)
      .execute();
  }
  return rootOfEdge(grown.edge);
}
