import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

/** The database's own clock. */
export async function readDatabaseNow(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ readonly now: Date }>`select now() as now`.execute(queries(tx));
  const [row] = rows;
  if (row === undefined) throw new TypeError('the database did not say what time it is');
  return row.now;
}
