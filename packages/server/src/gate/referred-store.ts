import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { SealedRecord } from './see.ts';

/** Records of one chart by id, whatever their type. */
export async function readReferred(
  tx: Tx,
  ownerId: string,
  ids: readonly string[],
): Promise<readonly SealedRecord[]> {
  if (ids.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('resource_current')
    .select(['resource_type', 'resource_id', 'version', 'sealed'])
    .where('owner_id', '=', ownerId)
    .where('resource_id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .execute();
  return rows.map((row) => ({
    type: row.resource_type,
    id: row.resource_id,
    version: row.version,
    sealed: row.sealed,
  }));
}

/** One version of a record of a directory. */
export interface ReferredEntry extends SealedRecord {
  readonly organisationId: string;
  readonly writtenAt: Date;
}

/** Records of any directory by id: of each its newest version, then the one before. */
export async function readReferredEntries(
  tx: Tx,
  ids: readonly string[],
): Promise<readonly ReferredEntry[]> {
  if (ids.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('directory_record as entry')
    .innerJoin('directory_record as newest', 'newest.resource_id', 'entry.resource_id')
    .selectAll('entry')
    .where('newest.resource_id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .where('newest.is_newest', '=', true)
    .where((eb) => eb('entry.version', '>=', eb('newest.version', '-', 1)))
    .orderBy('entry.version', 'desc')
    .execute();
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    type: row.resource_type,
    id: row.resource_id,
    version: row.version,
    sealed: row.sealed,
    writtenAt: row.written_at,
  }));
}
