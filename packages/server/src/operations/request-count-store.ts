import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

export interface CountedRequests {
  /** Keyed hash of whose they are. */
  readonly subject: Buffer;
  readonly requests: number;
}

/** Adds to what other servers counted, and answers the sums, in one statement. */
export async function addRequestCounts(
  tx: Tx,
  windowStart: Date,
  counts: readonly CountedRequests[],
): Promise<readonly CountedRequests[]> {
  // In one order everywhere, so that two servers never wait for each other's rows.
  const rows = counts
    .toSorted((a, b) => a.subject.compare(b.subject))
    .map((count) => ({ ...count, window_start: windowStart }));
  return queries(tx)
    .insertInto('request_count')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['subject', 'window_start']).doUpdateSet({
        requests: sql<number>`request_count.requests + excluded.requests`,
      }),
    )
    .returning(['subject', 'requests'])
    .execute();
}

export async function forgetRequestCounts(tx: Tx, before: Date): Promise<void> {
  await queries(tx).deleteFrom('request_count').where('window_start', '<', before).execute();
}
