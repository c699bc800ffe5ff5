import { sql, type RawBuilder, type Selectable } from 'kysely';
import { placeOfLog, yearOfLog } from '../db/log-names.ts';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { AuditTables } from './audit-tables.ts';

/** A whole number of tiles, so that a page begins where a tile does. */
const pageLimit = 4096;

/** `log` is the year's, also in a log that a restore began. */
export type StoredLeaf = Selectable<AuditTables['audit_event']> & { readonly leaf_index: number };

export interface LogTotals {
  /** Of the newest checkpoint; 0 without one. */
  readonly signedSize: number;
  readonly headSize: number;
  /** Leaves that are said to be events, whether there is such an event or not. */
  readonly leaves: number;
  /** Hashes in all tiles of all levels. */
  readonly tileHashes: number;
  /**
   * Events without a leaf that do not wait for one, or that wait in a log which takes none by its name; leaves of logs that
   * were never begun.
   */
  readonly strays: number;
  /** Waits, of any log, for an event that is gone or has its leaf. */
  readonly orphans: number;
  /** Undefined for a log that was never begun. */
  readonly beginsWith: string | null | undefined;
}

export async function readTotals(tx: Tx, log: string): Promise<LogTotals> {
  const place = placeOfLog(log) ?? { year: 0, epoch: 0 };
  const { rows } = await sql<
    Omit<LogTotals, 'beginsWith'> & { beginsWith: string | null; isBegun: boolean }
  >`select
    (select coalesce(max(size), 0) from audit_checkpoint where log = ${log}) as "signedSize",
    (select coalesce(max(size), 0) from audit_head where log = ${log}) as "headSize",
    (select count(*) from audit_leaf where log = ${log}) as leaves,
    (select coalesce(sum(octet_length(hashes)), 0) / 32 from audit_tile where log = ${log}) as "tileHashes",
    ${countStrays(log)} as strays,
    (select count(*) from audit_pending p
      where (select e.event_id from audit_event e where e.event_id = p.event_id) is null
        or (select l.event_id from audit_leaf l where l.event_id = p.event_id) is not null) as orphans,
    (select begins_with from audit_log where log = ${log}) as "beginsWith",
    exists (select from audit_log
      where log = ${log} and year = ${place.year} and epoch = ${place.epoch}) as "isBegun"
  `.execute(queries(tx));
  const [totals] = rows;
  if (totals === undefined) throw new TypeError('a select without a table has one row');
  const { isBegun, beginsWith, ...counts } = totals;
  return { ...counts, beginsWith: isBegun ? beginsWith : undefined };
}

/** Most of it by ids alone, as both indexes are narrow and an event is long; and from each log that was begun to the next. */
function countStrays(log: string): RawBuilder<number> {
  return sql`((
    with without as materialized (
      select event_id from audit_event e
      where not exists (select from audit_leaf l where l.event_id = e.event_id)
    )
    select count(*) from without join audit_event e using (event_id) where log = ${log}
      and (log like '%-%' or not exists (select from audit_pending p where p.event_id = e.event_id))
  ) + (
    select count(*) from (
      select log, lead(log) over (order by log) as next from (select log from audit_log union all select '') begun
    ) gap
    where exists (select from audit_leaf l where l.log > gap.log and (gap.next is null or l.log < gap.next))
  ))`;
}

/** What a page of the background check needs: no count of a whole table. */
export async function readHead(
  tx: Tx,
  log: string,
): Promise<Pick<LogTotals, 'signedSize' | 'headSize' | 'beginsWith'>> {
  const { rows } = await sql<{ signedSize: number; headSize: number }>`select
    (select coalesce(max(size), 0) from audit_checkpoint where log = ${log}) as "signedSize",
    (select coalesce(max(size), 0) from audit_head where log = ${log}) as "headSize"
  `.execute(queries(tx));
  const begun = await queries(tx)
    .selectFrom('audit_log')
    .select('begins_with')
    .where('log', '=', log)
    .executeTakeFirst();
  const { signedSize = 0, headSize = 0 } = rows[0] ?? {};
  return { signedSize, headSize, beginsWith: begun?.begins_with };
}

/** The next events of a log from this leaf on, in the order of their leaves. One that is said to be of another year is none. */
export async function readEvents(
  tx: Tx,
  log: string,
  from: number,
  limit = pageLimit,
): Promise<StoredLeaf[]> {
  return queries(tx)
    .selectFrom('audit_leaf')
    .innerJoin('audit_event', 'audit_event.event_id', 'audit_leaf.event_id')
    .selectAll('audit_event')
    .select('audit_leaf.leaf_index')
    .where('audit_leaf.log', '=', log)
    .where('audit_leaf.leaf_index', '>=', from)
    .where('audit_event.log', '=', yearOfLog(log))
    .orderBy('audit_leaf.leaf_index')
    .limit(limit)
    .execute();
}

/** Notes by the size that they sign. */
export async function readCheckpoints(
  tx: Tx,
  log: string,
  sizes: { after: number; upTo: number },
): Promise<Map<number, string>> {
  const rows = await queries(tx)
    .selectFrom('audit_checkpoint')
    .select(['size', 'note'])
    .where('log', '=', log)
    .where('size', '>', sizes.after)
    .where('size', '<=', sizes.upTo)
    .execute();
  return new Map(rows.map(({ size, note }) => [size, note]));
}
