import { sql, type Selectable } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { AuditTables } from './audit-tables.ts';

/** A whole number of tiles, so that a page begins where a tile does. */
const pageLimit = 4096;

export type StoredLeaf = Selectable<AuditTables['audit_event']> & { readonly leaf_index: number };

export interface LogTotals {
  /** Of the newest checkpoint; 0 without one. */
  readonly signedSize: number;
  readonly headSize: number;
  /** Events that have a leaf. */
  readonly leaves: number;
  /** Hashes in all tiles of all levels. */
  readonly tileHashes: number;
  /** Events without a leaf that do not wait for one. */
  readonly strays: number;
  /** Waits, of any log, for an event that is gone or has its leaf. */
  readonly orphans: number;
}

export async function readTotals(tx: Tx, log: string): Promise<LogTotals> {
  const { rows } = await sql<LogTotals>`select
    (select coalesce(max(size), 0) from audit_checkpoint where log = ${log}) as "signedSize",
    (select coalesce(max(size), 0) from audit_head where log = ${log}) as "headSize",
    (select count(*) from audit_event where log = ${log} and leaf_index is not null) as leaves,
    (select coalesce(sum(octet_length(hashes)), 0) / 32 from audit_tile where log = ${log}) as "tileHashes",
    (select count(*) from audit_event e where log = ${log} and leaf_index is null
      and not exists (select from audit_pending p where p.event_id = e.event_id)) as strays,
    (select count(*) from audit_pending p where not exists
      (select from audit_event e where e.event_id = p.event_id and e.leaf_index is null)) as orphans
  `.execute(queries(tx));
  const [totals] = rows;
  if (totals === undefined) throw new TypeError('a select without a table has one row');
  return totals;
}

/** The next events of a log from this leaf on, in the order of their leaves. */
export async function readEvents(tx: Tx, log: string, from: number): Promise<StoredLeaf[]> {
  return queries(tx)
    .selectFrom('audit_event')
    .selectAll()
    .where('log', '=', log)
    .where('leaf_index', '>=', from)
    .orderBy('leaf_index')
    .limit(pageLimit)
    .$narrowType<{ leaf_index: number }>()
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
