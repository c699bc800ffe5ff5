import type { Kysely } from 'kysely';

import { DatabaseError } from './database-error.ts';
import type { Schema } from './schema.ts';
import type { Tx } from './tx.ts';

const open = new WeakMap<Tx, Kysely<Schema>>();

/** Makes the token of a transaction that has begun. Only `database.ts` calls this. */
export function registerTx(queries: Kysely<Schema>): Tx {
  // `as`: the brand exists in types alone; the object's identity is the token
  const tx = Object.freeze({}) as Tx;
  open.set(tx, queries);
  return tx;
}

/** Ends the token before COMMIT or ROLLBACK is sent, so that nothing can follow it. */
export function forgetTx(tx: Tx): void {
  open.delete(tx);
}

/** @throws {@link DatabaseError} `transaction_over` if the transaction has ended. */
export function queriesOf(tx: Tx): Kysely<Schema> {
  const queries = open.get(tx);
  if (queries === undefined) {
    throw new DatabaseError('transaction_over', 'this transaction has ended');
  }
  return queries;
}
