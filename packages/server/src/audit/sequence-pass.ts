import { sql, type Selectable } from 'kysely';
import { DatabaseError } from '../db/database-error.ts';
import { compareLogs, placeOfLog } from '../db/log-names.ts';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import { AuditError } from './audit-error.ts';
import type { AuditKeys } from './audit-keys.ts';
import type { AuditTables } from './audit-tables.ts';
import {
  beginLeafHash,
  beginsRightly,
  openAnyCheckpoint,
  type NamedCheckpoint,
} from './begin-leaf.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { leafBytes } from './leaf.ts';
import { openLogOf } from './logs.ts';
import { leafHash } from './merkle.ts';
import {
  newestRemembered,
  rememberedNotes,
  requireGrownFrom,
  type SignerMemory,
} from './signer-memory.ts';
import { readEdge, writeTiles } from './tile-rows.ts';
import { growTree, rootOfEdge, type Edge } from './tiles.ts';

/** Events that one pass takes at most: it bounds the transaction's length and memory. */
export const passLimit = 4096;

type EventRow = Selectable<AuditTables['audit_event']>;
type PendingEvent = Pick<
  EventRow,
  'event_id' | 'occurred_ms' | 'event_type' | 'outcome' | 'commitment'
>;

/** What the next pass of a log takes, once it is committed. */
export interface Batch {
  readonly log: string;
  readonly beginsWith: string | null;
  /** Leaves before it. */
  readonly size: number;
  /** Of audit_pending, in the order of their leaves. */
  readonly ids: readonly number[];
}

export interface PassParts {
  readonly keys: AuditKeys;
  readonly memory: SignerMemory;
  readonly nowMs: number;
}

// Of an `audit_pending p`. Not as joins: PostgreSQL may read all leaves for those, and a pass must not take longer as a log grows.
const yearOfWait = sql<string>`(select e.log from audit_event e where e.event_id = p.event_id)`;
const hasNoLeaf = sql`(select l.log from audit_leaf l where l.event_id = p.event_id) is null`;

/** The year of the event that has waited longest; undefined if none waits. */
export async function oldestPendingYear(tx: Tx): Promise<number | undefined> {
  const { rows } = await sql<{ log: string }>`
    select ${yearOfWait} as log from audit_pending p
    where ${yearOfWait} is not null and ${hasNoLeaf} order by p.id limit 1`.execute(queries(tx));
  const [row] = rows;
  return row && Number.parseInt(row.log, 10);
}

/**
 * Fixes which events the newest log of a year takes next, if that is not fixed yet, and opens the log if it is not open.
 * The head's row lock makes servers follow one another. `signer-memory.ts` says why this is a commit of its own.
 *
 * @returns undefined if no event of that year waits.
 * @throws {@link AuditError} `log_rewound`, `bad_checkpoint`
 */
export async function fixBatch(tx: Tx, parts: PassParts, year: number): Promise<Batch | undefined> {
  const { keys, memory, nowMs } = parts;
  const opened = await openLogOf(tx, { key: keys.checkpointKey, memory, nowMs }, year);
  const { size, next_batch: fixed } = await lockHead(tx, opened.log);
  if (fixed !== null) return { ...opened, size, ids: fixed };
  const { rows } = await sql<{ next_batch: number[] | null }>`
    update audit_head set next_batch = (
      select array_agg(id order by id) from (
        select p.id from audit_pending p
        where ${yearOfWait} = ${String(year).padStart(4, '0')} and ${hasNoLeaf}
        order by p.id limit ${passLimit}
      ) waiting
    )
    where log = ${opened.log} returning next_batch`.execute(queries(tx));
  const ids = rows[0]?.next_batch ?? null;
  return ids === null ? undefined : { ...opened, size, ids };
}

/**
 * Gives a batch its leaves and signs the tree that results, if the signer's memory allows it. All of it happens with the
 * caller's commit or none of it does, but for the memory, which is written before.
 *
 * @param witnessed - Held against the database like what the signer remembers.
 * @returns how many leaves it added; 0 if another server did.
 * @throws {@link AuditError} `log_damaged`, `log_rewound`; whatever keys and memory throw.
 */
export async function sequenceBatch(
  tx: Tx,
  parts: PassParts,
  batch: Batch,
  witnessed?: NamedCheckpoint,
): Promise<number> {
  const { keys, memory, nowMs } = parts;
  const { log, size } = batch;
  const head = await lockHead(tx, log);
  if (head.size !== size || !sameIds(head.next_batch, batch.ids)) return 0;
  const edge = await readEdge(tx, log, size);
  const root = await requireSigned(tx, keys, { log, size, edge });
  if (size === 0) await requireRightBegin(tx, parts, batch);
  const events = await takeBatch(tx, batch);
  const begin = size === 0 && batch.beginsWith !== null ? [beginLeafHash(batch.beginsWith)] : [];
  const grown = growTree(size, edge, [...begin, ...events.map(eventLeafHash)]);
  const next = { size: size + begin.length + events.length, root: rootOfEdge(grown.edge) };
  const known = rememberedNotes(memory, keys.checkpointKey, log);
  for (const each of witnessed === undefined ? known : [...known, witnessed])
    await requireGrownFrom(tx, each, { stored: { size, root }, next });
  // May be refused, and the memory knows no way back.
  await numberEvents(tx, { log, first: size + begin.length }, events);
  const note = signCheckpoint(keys, log, next);
  memory.write(log, note);
  await writeTiles(tx, log, grown.changed);
  const checkpoint = { log, size: next.size, note, created_at: new Date(nowMs) };
  await queries(tx).insertInto('audit_checkpoint').values(checkpoint).execute();
  await queries(tx)
    .updateTable('audit_head')
    .set({ size: next.size, next_batch: null })
    .where('log', '=', log)
    .execute();
  return events.length;
}

/** Whoever writes to the database could say that a restore began this log, to be rid of what was signed in another. */
async function requireRightBegin(
  tx: Tx,
  { keys: { checkpointKey }, memory }: PassParts,
  { log, beginsWith }: Batch,
): Promise<void> {
  const year = placeOfLog(log)?.year;
  const follows = beginsWith === null ? undefined : openAnyCheckpoint(beginsWith, checkpointKey);
  // One that a restore began was signed with its leaf 0 by whoever saw the restore: it is never empty.
  const isYears = placeOfLog(log)?.epoch === 1;
  const isRight = isYears && (await beginsRightly(tx, checkpointKey, { log, beginsWith }));
  const last = newestRemembered(memory, (place) => place.year === year);
  const known = last === undefined ? [] : rememberedNotes(memory, checkpointKey, last);
  const isWhole = known.every((note) => {
    const order = compareLogs(note.log, follows?.log ?? '');
    return note.log === log || order < 0 || (order === 0 && note.size <= (follows?.size ?? 0));
  });
  if (isRight && isWhole) return;
  throw new AuditError('log_damaged', `log ${log} does not begin with the end of the one before`);
}

type Head = Pick<Selectable<AuditTables['audit_head']>, 'size' | 'next_batch'>;

async function lockHead(tx: Tx, log: string): Promise<Head> {
  const locked = queries(tx)
    .selectFrom('audit_head')
    .select(['size', 'next_batch'])
    .where('log', '=', log)
    .forUpdate();
  const head = await locked.executeTakeFirst();
  if (head !== undefined) return head;
  // Whoever starts the log first wins; the other waits here for its commit and then reads its row.
  await queries(tx)
    .insertInto('audit_head')
    .values({ log, size: 0 })
    .onConflict((conflict) => conflict.column('log').doNothing())
    .execute();
  return locked.executeTakeFirstOrThrow();
}

function sameIds(one: readonly number[] | null, other: readonly number[]): boolean {
  return one?.length === other.length && one.every((id, at) => id === other[at]);
}

/** Never "id > last": identity values become visible out of order. */
async function takeBatch(tx: Tx, { ids, log }: Batch): Promise<PendingEvent[]> {
  const { rows } = await sql<PendingEvent>`
    with taken as (
      delete from audit_pending where id = any(${ids}::bigint[]) returning id, event_id
    )
    select e.event_id, e.occurred_ms, e.event_type, e.outcome, e.commitment
    from taken join audit_event e on e.event_id = taken.event_id
    order by taken.id`.execute(queries(tx));
  if (rows.length !== ids.length) {
    throw new AuditError(
      'log_damaged',
      `log ${log}: an event of the next pass does not wait for it`,
    );
  }
  return rows;
}

/** A tree that was changed behind our back must not get a new signature over the change. @returns its root. */
async function requireSigned(
  tx: Tx,
  keys: AuditKeys,
  tree: { log: string; size: number; edge: Edge },
): Promise<Buffer> {
  const root = rootOfEdge(tree.edge);
  const newest = await queries(tx)
    .selectFrom('audit_checkpoint')
    .select(['size', 'note'])
    .where('log', '=', tree.log)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined && tree.size === 0) return root;
  const signed = newest && openCheckpoint(newest.note, keys.checkpointKey, tree.log);
  if (signed?.size !== tree.size || !signed.root.equals(root)) {
    throw new AuditError('log_damaged', `log ${tree.log}: the tree is not the one last signed`);
  }
  return root;
}

function eventLeafHash(event: PendingEvent): Buffer {
  const { event_id: eventId, occurred_ms: occurredAtMs, event_type: action, ...rest } = event;
  return leafHash(leafBytes({ eventId, occurredAtMs, action, ...rest }));
}

async function numberEvents(
  tx: Tx,
  { log, first }: { readonly log: string; readonly first: number },
  events: readonly PendingEvent[],
): Promise<void> {
  const ids = events.map((event) => event.event_id);
  try {
    await sql`
      insert into audit_leaf (log, leaf_index, event_id)
      select ${log}, ${first}::bigint + numbered.at - 1, numbered.event_id
      from unnest(${ids}::uuid[]) with ordinality numbered(event_id, at)`.execute(queries(tx));
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== 'unique_violation') throw error;
    const message = `log ${log}: an event, or the place for it, has a leaf already`;
    throw new AuditError('log_damaged', message, { cause: error });
  }
}
