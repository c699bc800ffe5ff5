import { sql, type Selectable } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import { AuditError } from './audit-error.ts';
import type { AuditKeys } from './audit-keys.ts';
import type { AuditTables } from './audit-tables.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { leafBytes } from './leaf.ts';
import { leafHash } from './merkle.ts';
import { readEdge, writeTiles } from './tile-rows.ts';
import { growTree, rootOfEdge, type Edge } from './tiles.ts';

/** Events that one pass takes at most: it bounds the transaction's length and memory. */
export const passLimit = 4096;

type EventRow = Selectable<AuditTables['audit_event']>;
type PendingEvent = Pick<
  EventRow,
  'event_id' | 'occurred_ms' | 'event_type' | 'outcome' | 'commitment'
>;

/**
 * Gives the oldest waiting events of one log their leaves, and signs the tree that results. All of it happens with the
 * caller's commit or none of it does. The head's row lock makes passes of several servers follow one another.
 *
 * @returns how many events it took; 0 if none waited.
 * @throws {@link AuditError} `log_damaged` if the stored tree is not the one last signed; whatever the keys throw.
 */
export async function sequencePass(
  tx: Tx,
  keys: AuditKeys,
  log: string,
  nowMs: number,
): Promise<number> {
  const size = await lockHead(tx, log);
  const events = await takePending(tx, log);
  if (events.length === 0) return 0;
  const edge = await readEdge(tx, log, size);
  await requireSigned(tx, keys, { log, size, edge });
  const grown = growTree(size, edge, events.map(eventLeafHash));
  const newSize = size + events.length;
  const note = signCheckpoint(keys, log, { size: newSize, root: rootOfEdge(grown.edge) });
  await numberEvents(tx, size, events);
  await writeTiles(tx, log, grown.changed);
  const checkpoint = { log, size: newSize, note, created_at: new Date(nowMs) };
  await queries(tx).insertInto('audit_checkpoint').values(checkpoint).execute();
  await queries(tx)
    .updateTable('audit_head')
    .set({ size: newSize })
    .where('log', '=', log)
    .execute();
  return events.length;
}

/** The log of the event that has waited longest; undefined if none waits. */
export async function oldestPendingLog(tx: Tx): Promise<string | undefined> {
  const row = await queries(tx)
    .selectFrom('audit_pending')
    .innerJoin('audit_event', 'audit_event.event_id', 'audit_pending.event_id')
    .select('audit_event.log')
    .orderBy('audit_pending.id')
    .limit(1)
    .executeTakeFirst();
  return row?.log;
}

async function lockHead(tx: Tx, log: string): Promise<number> {
  const locked = queries(tx)
    .selectFrom('audit_head')
    .select('size')
    .where('log', '=', log)
    .forUpdate();
  const head = await locked.executeTakeFirst();
  if (head !== undefined) return head.size;
  // Whoever starts the log first wins; the other waits here for its commit and then reads its row.
  await queries(tx)
    .insertInto('audit_head')
    .values({ log, size: 0 })
    .onConflict((conflict) => conflict.column('log').doNothing())
    .execute();
  return (await locked.executeTakeFirstOrThrow()).size;
}

/** By DELETE of rows it has locked, never "id > last": identity values become visible out of order. */
async function takePending(tx: Tx, log: string): Promise<PendingEvent[]> {
  return queries(tx)
    .with('taken', (db) =>
      db
        .deleteFrom('audit_pending')
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('audit_pending as waiting')
            .innerJoin('audit_event as event', 'event.event_id', 'waiting.event_id')
            .select('waiting.id')
            .where('event.log', '=', log)
            .where('event.leaf_index', 'is', null)
            .orderBy('waiting.id')
            .limit(passLimit)
            .forUpdate('waiting'),
        )
        .returning(['id', 'event_id']),
    )
    .selectFrom('taken')
    .innerJoin('audit_event as event', 'event.event_id', 'taken.event_id')
    .select([
      'event.event_id',
      'event.occurred_ms',
      'event.event_type',
      'event.outcome',
      'event.commitment',
    ])
    .orderBy('taken.id')
    .execute();
}

/** A tree that was changed behind our back must not get a new signature over the change. */
async function requireSigned(
  tx: Tx,
  keys: AuditKeys,
  tree: { log: string; size: number; edge: Edge },
): Promise<void> {
  const newest = await queries(tx)
    .selectFrom('audit_checkpoint')
    .select(['size', 'note'])
    .where('log', '=', tree.log)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined && tree.size === 0) return;
  const signed = newest && openCheckpoint(newest.note, keys.checkpointKey, tree.log);
  if (signed?.size !== tree.size || !signed.root.equals(rootOfEdge(tree.edge))) {
    throw new AuditError('log_damaged', `log ${tree.log}: the tree is not the one last signed`);
  }
}

function eventLeafHash(event: PendingEvent): Buffer {
  const { event_id: eventId, occurred_ms: occurredAtMs, event_type: action, ...rest } = event;
  return leafHash(leafBytes({ eventId, occurredAtMs, action, ...rest }));
}

async function numberEvents(tx: Tx, first: number, events: readonly PendingEvent[]): Promise<void> {
  const ids = events.map((event) => event.event_id);
  const indexes = events.map((_, at) => first + at);
  const numbered = sql<{ event_id: string; leaf_index: number }>`
    unnest(${ids}::uuid[], ${indexes}::bigint[])`;
  const { numUpdatedRows } = await queries(tx)
    .updateTable('audit_event')
    .from(numbered.as<'numbered'>(sql`numbered(event_id, leaf_index)`))
    .set((eb) => ({ leaf_index: eb.ref('numbered.leaf_index') }))
    .whereRef('audit_event.event_id', '=', 'numbered.event_id')
    .where('audit_event.leaf_index', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) !== events.length) {
    throw new AuditError('log_damaged', 'an event waits twice for its leaf');
  }
}
