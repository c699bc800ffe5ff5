import * as crypto from '@wardkeep/crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../db/database.ts';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { openAnyCheckpoint } from './begin-leaf.ts';
import { signCheckpoint } from './checkpoint.ts';
import { beginLogsAfterRestore, readKnownLogs } from './follow-restore.ts';
import { leafBytes } from './leaf.ts';
import { listLogs } from './logs.ts';
import { leafHash } from './merkle.ts';
import { isPartOf, memoryInProcess } from './signer-memory.ts';
import { appendMany, manualSequencer, testKeys, thisLog } from './test-log.ts';
import { growTree, rootOfEdge } from './tiles.ts';
import { verifyLog } from './verify.ts';

const keys = testKeys(crypto);
const { checkpointKey } = keys;
const logs = [thisLog, `${thisLog}-2`];
const eventsEach = 24;
let own: TestDatabase;

/** Two logs, the second begun by a restore, each signed at three sizes. */
beforeAll(async () => {
  own = await createTestDatabase();
  const memory = memoryInProcess();
  const sequencer = manualSequencer(own.db, keys, { memory });
  const fill = async () => {
    for (const count of [3, 7, eventsEach - 10]) {
      await appendMany(own.db, keys, count);
      await sequencer.passNow();
    }
  };
  await fill();
  // One more was signed than the database has.
  const lost = { size: eventsEach + 1, root: Buffer.alloc(32, 7) };
  memory.write(thisLog, signCheckpoint(keys, thisLog, lost));
  const known = await readKnownLogs({ key: checkpointKey, memory }, [], Date.now());
  await own.db.transaction((tx) => beginLogsAfterRestore(tx, keys, known, Date.now()));
  await fill();
  await sequencer.stop();
});
afterAll(() => own.drop());

test(
  '1,000 random single changes to the stored log: each is found',
  { timeout: 120_000 },
  async () => {
    const random = seeded(20_261_122);
    const missed: string[] = [];
    await own.db
      .transaction(async (tx) => {
        expect(await isWhole(tx), 'before').toBe(true);
        for (let done = 0; done < 1_000; done += 1) {
          const { log, statement } = anyChange(random);
          await run(tx, 'savepoint before_change');
          const { numAffectedRows } = await sql.raw(statement).execute(queries(tx));
          expect(numAffectedRows, statement).toBe(1n);
          if (await isWhole(tx, log)) missed.push(statement);
          await run(tx, 'rollback to savepoint before_change');
        }
        expect(await isWhole(tx), 'after').toBe(true);
        throw rolledBack;
      })
      .catch((error: unknown) => {
        if (error !== rolledBack) throw error;
      });
    expect(missed).toEqual([]);
  },
);

test('a tree rebuilt whole with the signing key fits itself, and not a checkpoint that was kept', async () => {
  const kept = openAnyCheckpoint(
    (await own.db.transaction(listLogs)).at(-1)?.note ?? '',
    checkpointKey,
  );
  await own.db
    .transaction(async (tx) => {
      const [log = ''] = logs;
      expect(await isPartOf(tx, kept, kept)).toBe(true);
      await run(
        tx,
        `update audit_event set outcome = 'refused' where event_id = (select event_id from audit_leaf where log = '${log}' and leaf_index = 3)`,
      );
      const root = await rebuild(tx, log);
      expect(await verifyLog({ db: inside(tx), checkpointKey, log, indexes: keys })).toMatchObject({
        ok: true,
        size: eventsEach,
      });
      expect(await isPartOf(tx, kept, { size: eventsEach, root })).toBe(false);
      throw rolledBack;
    })
    .catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
});

const rolledBack = new Error('rolled back on purpose');

/** @param first - The log to look at before the other: where the fault is, nearly always. */
async function isWhole(tx: Tx, first = ''): Promise<boolean> {
  for (const log of logs.toSorted((a, b) => Number(b === first) - Number(a === first))) {
    const verdict = await verifyLog({ db: inside(tx), checkpointKey, log, indexes: keys });
    if (!verdict.ok) return false;
  }
  return true;
}

/** Every transaction is this one. */
function inside(tx: Tx): Database {
  return { ...own.db, transaction: (work) => work(tx) };
}

async function run(tx: Tx, statement: string): Promise<void> {
  await sql.raw(statement).execute(queries(tx));
}

type Random = (below: number) => number;

/** One statement that changes, adds or removes one row. */
function anyChange(random: Random): { log: string; statement: string } {
  const log = logs[random(2)] ?? '';
  // Leaf 0 of the second log is no event.
  const leaf = random(eventsEach) + logs.indexOf(log);
  const size = eventsEach + logs.indexOf(log);
  const other = `(select e from audit_event e join audit_leaf l using (event_id) where l.log = '${log}' and leaf_index <> ${leaf} order by md5(leaf_index || '${random(99)}') limit 1)`;
  const flip = (column: string, bytes: number) => {
    const bit = random(bytes * 8);
    return `${column} = set_bit(${column}, ${bit}, 1 - get_bit(${column}, ${bit}))`;
  };
  const its = `event_id = (select event_id from audit_leaf where log = '${log}' and leaf_index = ${leaf})`;
  const event = (change: string) => `update audit_event set ${change} where ${its}`;
  const place = (change: string) =>
    `update audit_leaf set ${change} where log = '${log}' and leaf_index = ${leaf}`;
  const token = ['actor_index', 'subject_index', 'address_index'][random(3)] ?? '';
  const addedId = `01890000-0000-7000-8000-${String(random(1e9)).padStart(12, '0')}`;
  const added = `insert into audit_event (event_id, log, commitment, event_type, outcome, occurred_ms, salt_core, core, salt_detail, detail)
      select '${addedId}', log, commitment, event_type, outcome, occurred_ms, salt_core, core, salt_detail, detail
      from audit_event where ${its}`;
  const addedLeaf = (index: number) =>
    `insert into audit_leaf values ('${log}', ${index}, '${addedId}')`;
  const tile = (change: string) =>
    `update audit_tile set ${change} where log = '${log}' and level = 0`;
  const checkpointAt = [3, 10, eventsEach].map((events) => events + logs.indexOf(log))[random(3)];
  const checkpoint = (change: string, at = checkpointAt) =>
    `update audit_checkpoint set ${change} where log = '${log}' and size = ${at}`;
  const begin = (change: string) => `update audit_log set ${change} where log = '${log}'`;
  const changes = [
    event(flip('commitment', 32)),
    event(flip('salt_core', 32)),
    event(flip('core', 40)),
    event(flip('salt_detail', 32)),
    event(flip('detail', 40)),
    event(flip(token, 16)),
    event(`${random(2) === 0 ? 'actor_index' : 'subject_index'} = null`),
    event(`${token} = (${other}).${token === 'address_index' ? 'actor_index' : token}`),
    event(`repeated = repeated + ${1 + random(50)}`),
    event(`detail_owner = ${random(2) === 0 ? 'null' : 'gen_random_uuid()'}`),
    event(`occurred_ms = occurred_ms ${random(2) === 0 ? '-' : '+'} ${1 + random(1e6)}`),
    event(`event_type = '${['record.create', 'session.sign-in', 'share.open'][random(3)]}'`),
    event(`outcome = '${random(2) === 0 ? 'refused' : 'failed'}'`),
    event(`event_id = '01890000-0000-7000-8000-${String(random(1e9)).padStart(12, '0')}'`),
    event(`log = '${String(1990 + random(9))}'`),
    place(`leaf_index = ${size + random(9)}`),
    place(
      `log = '${logs.find((each) => each !== log)}', leaf_index = ${eventsEach + 1 + random(9)}`,
    ),
    place(`log = '${String(1990 + random(9))}'`),
    place(`event_id = '${addedId}'`),
    `delete from audit_leaf where log = '${log}' and leaf_index = ${leaf}`,
    event(`(salt_core, core) = (select (${other}).salt_core, (${other}).core)`),
    event(`(salt_detail, detail) = (select (${other}).salt_detail, (${other}).detail)`),
    event(`core_hash = sha256('x'), salt_core = null, core = null`),
    event(`detail_hash = sha256(detail), salt_detail = null, detail = null`),
    `delete from audit_event where ${its}`,
    added,
    `with event as (${added}) ${addedLeaf(size + random(3))}`,
    addedLeaf(size + random(3)),
    `insert into audit_pending (event_id) select (${other}).event_id`,
    tile(flip('hashes', size * 32)),
    tile(`width = width - 1, hashes = substr(hashes, 1, (width - 1) * 32)`),
    tile(`width = width + 1, hashes = hashes || sha256('x')`),
    `delete from audit_tile where log = '${log}'`,
    `insert into audit_tile select log, level + ${1 + random(5)}, number, 1, sha256('x') from audit_tile where log = '${log}'`,
    checkpoint(
      `note = overlay(note placing chr(97 + (ascii(substr(note, ${20 + random(100)}, 1)) + 1) % 26) from ${20 + random(100)} for 2)`,
    ),
    checkpoint(
      `note = (select note from audit_checkpoint where log = '${log}' and size <> ${checkpointAt} limit 1)`,
    ),
    checkpoint(`size = size + ${1 + random(2)}`, size),
    `delete from audit_checkpoint where log = '${log}' and size = ${size}`,
    `update audit_head set size = size ${random(2) === 0 ? '-' : '+'} ${1 + random(3)} where log = '${log}'`,
    `delete from audit_head where log = '${log}'`,
    begin(
      `begins_with = case when begins_with is null then 'x' when ${random(2)} = 0 then null else replace(begins_with, '${eventsEach + 1}', '${eventsEach + 2 + random(50)}') end`,
    ),
    begin(
      `begins_with = (select note from audit_checkpoint where log = '${thisLog}' and size = ${[3, 10][random(2)]})`,
    ),
    begin(`epoch = epoch + ${2 + random(5)}`),
    `delete from audit_log where log = '${log}'`,
  ];
  return { log, statement: changes[random(changes.length)] ?? '' };
}

/** xorshift32 (Marsaglia 2003): the same changes in every run. */
function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** What an insider does who writes to the database and can sign: tiles and every checkpoint anew. @returns the new root. */
async function rebuild(tx: Tx, log: string): Promise<Buffer> {
  const events = await queries(tx)
    .selectFrom('audit_leaf')
    .innerJoin('audit_event', 'audit_event.event_id', 'audit_leaf.event_id')
    .selectAll('audit_event')
    .where('audit_leaf.log', '=', log)
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
  const treeOf = (size: number) => growTree(0, [], hashes.slice(0, size));
  const [tile] = treeOf(hashes.length).changed;
  const stored = queries(tx).updateTable('audit_tile').where('log', '=', log);
  await stored.set({ hashes: tile?.hashes ?? Buffer.alloc(0) }).execute();
  for (const size of [3, 10, eventsEach]) {
    const note = signCheckpoint(keys, log, { size, root: rootOfEdge(treeOf(size).edge) });
    await queries(tx)
      .updateTable('audit_checkpoint')
      .set({ note })
      .where('log', '=', log)
      .where('size', '=', size)
      .execute();
  }
  return rootOfEdge(treeOf(eventsEach).edge);
}
