import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

export interface YearsLog {
  readonly log: string;
  readonly size: number;
}

/** Logs that have a leaf, by their year: `2026` and `2026-2` are both of 2026. */
export async function logsByYear(tx: Tx): Promise<ReadonlyMap<number, readonly YearsLog[]>> {
  const heads = await queries(tx)
    .selectFrom('audit_head')
    .select(['log', 'size'])
    .where('size', '>', 0)
    .orderBy('log')
    .execute();
  return Map.groupBy(heads, ({ log }) => Number(log.slice(0, 4)));
}

/** True while an event of the year waits for its leaf: it may still go into any log of that year. */
export async function hasWaiting(tx: Tx, year: number): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('audit_pending')
    .innerJoin('audit_event', 'audit_event.event_id', 'audit_pending.event_id')
    .select('audit_pending.id')
    .where('audit_event.log', '=', String(year).padStart(4, '0'))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** True when something happened between two moments, by the ids of events (UUIDv7, RFC 9562 §5.7). */
export async function hasEventBetween(tx: Tx, fromMs: number, untilMs: number): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('audit_event')
    .select('event_id')
    .where('event_id', '>=', firstIdOf(fromMs))
    .where('event_id', '<', firstIdOf(untilMs))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Destroys what the events with these leaves hold: both halves become the hashes that the tree commits to, search tokens and
 * owners go. Every proof stays good. Doing it again changes nothing. @returns how many events it changed.
 */
export async function retireLeaves(
  tx: Tx,
  log: string,
  leaves: { readonly from: number; readonly until: number },
): Promise<number> {
  const { rows } = await sql`
    update audit_event set
      core_hash = coalesce(core_hash, sha256(salt_core || core)), salt_core = null, core = null,
      detail_hash = coalesce(detail_hash, sha256(salt_detail || detail)), salt_detail = null, detail = null,
      actor_index = null, subject_index = null, address_index = null, detail_owner = null
    from audit_leaf
    where audit_leaf.event_id = audit_event.event_id and audit_leaf.log = ${log}
      and leaf_index >= ${leaves.from} and leaf_index < ${leaves.until}
      and num_nonnulls(core, detail, actor_index, subject_index, address_index, detail_owner) > 0
    returning 1`.execute(queries(tx));
  return rows.length;
}

function firstIdOf(ms: number): string {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
