import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';

/** Of these, those that a row names. */
export async function readKnownBlobs(
  tx: Tx,
  blobIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (blobIds.length === 0) return new Set();
  const rows = await queries(tx)
    .selectFrom('document')
    .select('blob_id')
    .where('blob_id', 'in', blobIds)
    .execute();
  return new Set(rows.flatMap((row) => (row.blob_id === null ? [] : [row.blob_id])));
}

/** Documents that were announced and whose file never came. @returns how many. */
export async function deletePendingBefore(tx: Tx, before: Date): Promise<number> {
  const { numDeletedRows } = await queries(tx)
    .deleteFrom('document')
    .where('state', '=', 'pending')
    .where('created_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
