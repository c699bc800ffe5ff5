import { sql } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';

/** Whoever locks one of the same numbers waits until this transaction ends. In order, so that two never wait for each other. */
export async function lockNumbers(tx: Tx, numbers: readonly bigint[]): Promise<void> {
  const inOrder = [...new Set(numbers)].toSorted((a, b) => (a < b ? -1 : 1)).map(String);
  await sql`select pg_advisory_xact_lock(number) from unnest(${inOrder}::bigint[]) as number`.execute(
    queries(tx),
  );
}
