import type { Kysely } from 'kysely';

import { queriesOf } from './open-tx.ts';
import type { Schema } from './schema.ts';
import type { Tx } from './tx.ts';

/**
 * The one door from a transaction to SQL. Only `*-store.ts`, db and audit may import this module.
 * Statements started together are sent together (pipelined) and run in the order of their start.
 * @throws {@link DatabaseError} `transaction_over` if the transaction has ended.
 */
export function queries(tx: Tx): Kysely<Schema> {
  return queriesOf(tx);
}
