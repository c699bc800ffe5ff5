import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';
import type { StoredRecord } from './record-store.ts';

/** Every version of one record of a chart, newest first. */
export async function readVersions(
  tx: Tx,
  ownerId: string,
  type: string,
  id: string,
): Promise<readonly (StoredRecord & { readonly createdAt: Date })[]> {
  const rows = await queries(tx)
    .selectFrom('resource_history')
    .select(['version', 'sealed', 'created_at'])
    .where('owner_id', '=', ownerId)
    .where('resource_type', '=', type)
    .where('resource_id', '=', id)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(({ version, sealed, created_at: createdAt }) => ({
    type,
    id,
    version,
    sealed,
    createdAt,
  }));
}
