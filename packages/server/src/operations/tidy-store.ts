import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

/** So many sessions that ended, or ran out, before a time, with their refresh tokens. @returns how many there were. */
export async function deleteSessionsBefore(tx: Tx, before: Date, most: number): Promise<number> {
  const deleted = await queries(tx)
    .deleteFrom('session')
    .where('session_id', 'in', (db) =>
      db
        .selectFrom('session')
        .select('session_id')
        .where((row) => row.or([row('expires_at', '<', before), row('ended_at', '<', before)]))
        .limit(most)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

export async function deleteGuessesBefore(tx: Tx, before: Date): Promise<number> {
  const deleted = await queries(tx)
    .deleteFrom('guess')
    .where('since', '<', before)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
