import { sql } from 'kysely';
import type { AuditCore, AuditOutcome } from '../../audit/index.ts';
import type { Sealed } from '@wardkeep/crypto';
import { yearOfLog } from '../../db/log-names.ts';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';

/** A page is no longer than this, so that what it shows fits a rule's window. */
const PAGE_MS = 60_000;

/** One event that has its leaf: what is in the open, and the sealed core. */
export interface PagedEvent {
  readonly eventId: string;
  readonly leafIndex: number;
  readonly action: string;
  readonly outcome: AuditOutcome;
  readonly occurredAtMs: number;
  readonly actor: Buffer | null;
  readonly account: Buffer | null;
  readonly address: Buffer | null;
  readonly repeated: number;
  readonly personId: string | null;
  /** Null once it was destroyed. */
  readonly core: Sealed<AuditCore> | null;
}

/** Logs with leaves that were not read yet, and those of which more is said to be read than there is. */
export async function logsBehind(tx: Tx): Promise<readonly string[]> {
  const rows = await queries(tx)
    .selectFrom('audit_head')
    .leftJoin('alert_cursor', 'alert_cursor.log', 'audit_head.log')
    .select('audit_head.log')
    .where((eb) =>
      eb('audit_head.size', '<>', eb.fn.coalesce('alert_cursor.next_leaf', sql<number>`0`)),
    )
    .orderBy('audit_head.log')
    .execute();
  return rows.map(({ log }) => log);
}

/** Where reading goes on, locked; undefined while another server reads. */
export async function lockCursor(tx: Tx, log: string): Promise<number | undefined> {
  await queries(tx)
    .insertInto('alert_cursor')
    .values({ log, next_leaf: 0 })
    .onConflict((conflict) => conflict.column('log').doNothing())
    .execute();
  const row = await queries(tx)
    .selectFrom('alert_cursor')
    .select('next_leaf')
    .where('log', '=', log)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row?.next_leaf;
}

/** Leaves that the log has. */
export async function sizeOfLog(tx: Tx, log: string): Promise<number> {
  const row = await queries(tx)
    .selectFrom('audit_head')
    .select('size')
    .where('log', '=', log)
    .executeTakeFirst();
  return row?.size ?? 0;
}

export async function moveCursor(tx: Tx, log: string, nextLeaf: number): Promise<void> {
  await queries(tx)
    .updateTable('alert_cursor')
    .set({ next_leaf: nextLeaf })
    .where('log', '=', log)
    .execute();
}

export async function readEventPage(
  tx: Tx,
  { log, from, most }: { readonly log: string; readonly from: number; readonly most: number },
): Promise<readonly PagedEvent[]> {
  const found = await queries(tx)
    .selectFrom('audit_leaf')
    .innerJoin('audit_event', 'audit_event.event_id', 'audit_leaf.event_id')
    .select([
      'audit_event.event_id as eventId',
      'leaf_index as leafIndex',
      'event_type as action',
      'outcome',
      'actor_index as actor',
      'subject_index as account',
      'address_index as address',
      'repeated',
      'detail_owner as personId',
      'core',
    ])
    .where('audit_leaf.log', '=', log)
    .where('leaf_index', '>=', from)
    .where('audit_event.log', '=', yearOfLog(log))
    .orderBy('leaf_index')
    .limit(most)
    .execute();
  const rows = found.map((row) => ({ ...row, occurredAtMs: momentOf(row.eventId) }));
  const untilMs = (rows[0]?.occurredAtMs ?? 0) + PAGE_MS;
  const after = rows.findIndex(({ occurredAtMs }) => occurredAtMs > untilMs);
  return after === -1 ? rows : rows.slice(0, after);
}

/** An id is a UUIDv7 of the event's moment (RFC 9562 §5.7), and is a moment whatever the column beside it was altered to. */
function momentOf(eventId: string): number {
  return Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);
}
