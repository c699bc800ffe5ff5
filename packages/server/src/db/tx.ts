declare const opaque: unique symbol;

/**
 * One open transaction, handed from the gate to the stores. It is opaque: whoever holds one can
 * pass it on, but only what may import `queries` (stores, db, audit) can turn it into SQL.
 */
export interface Tx {
  readonly [opaque]: never;
}
