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
