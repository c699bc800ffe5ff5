import type { RawBuilder } from 'kysely';
import type { ReadAhead } from './read-ahead.ts';
import type { Tx } from './tx.ts';

/** What of a shared transaction belongs to one of those who share it. */
export interface SharedPart {
  /** Read for all of them together, when the transaction began. */
  readonly ahead: ReadAhead;
  /** Written for all of them together, when it ends. */
  readonly rows: Map<Collector, unknown[]>;
}

/** How rows of one kind are written, of everybody at once. Every part holds rows of its own type, which its one user knows. */
export interface Collector {
  /** What was taken is not there to be read until the end: whoever reads after it needs a transaction of their own. */
  readonly isReadBack: boolean;
  statement(rows: readonly unknown[]): RawBuilder<unknown>;
}

/** What a shared transaction can't do for one of those who share it: it has to be done in one of its own. */
export class NotShared extends Error {
  override readonly name = 'NotShared';
}

const parts = new WeakMap<Tx, SharedPart>();

export function registerPart(tx: Tx, part: SharedPart): void {
  parts.set(tx, part);
}

/** Undefined in a transaction that is nobody else's. */
export function readAhead(tx: Tx): ReadAhead | undefined {
  return parts.get(tx)?.ahead;
}

/** @param statement - Writes all of them, or none. It has the same text however many there are. */
export function collector<Row>(
  statement: (rows: readonly Row[]) => RawBuilder<unknown>,
  { isReadBack = false }: { readonly isReadBack?: boolean } = {},
): Collector & { readonly takes?: Row } {
  // `as`: only `collect` fills it, with rows of this very type
  return { isReadBack, statement: (rows) => statement(rows as readonly Row[]) };
}

/** @returns false where the transaction is not shared, and the rows have to be written now. */
export function collect<Row>(
  tx: Tx,
  into: Collector & { readonly takes?: Row },
  rows: readonly Row[],
): boolean {
  const part = parts.get(tx);
  if (part === undefined) return false;
  const taken = part.rows.get(into) ?? [];
  taken.push(...rows);
  part.rows.set(into, taken);
  return true;
}
