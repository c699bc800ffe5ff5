import type { Kysely } from 'kysely';

import { DatabaseError } from './database-error.ts';
import type { Schema } from './schema.ts';
import type { Tx } from './tx.ts';

interface Open {
  readonly connect: () => Kysely<Schema>;
  queries?: Kysely<Schema>;
}

const open = new WeakMap<Tx, Open>();

/** Makes the token of a transaction that has begun. Only db/ calls this. @param connect - Called once, and only if asked. */
export function registerTx(connect: () => Kysely<Schema>): Tx {
  // `as`: the brand exists in types alone; the object's identity is the token
  const tx = Object.freeze({}) as Tx;
  open.set(tx, { connect });
  return tx;
}

/** Ends the token before COMMIT or ROLLBACK is sent, so that nothing can follow it. */
export function forgetTx(tx: Tx): void {
  open.delete(tx);
}

/** @throws {@link DatabaseError} `transaction_over` if the transaction has ended. */
export function queriesOf(tx: Tx): Kysely<Schema> {
  const found = open.get(tx);
  if (found === undefined) {
    throw new DatabaseError('transaction_over', 'this transaction has ended');
  }
  return (found.queries ??= found.connect());
}
