import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { KeyedHashes } from './keyed-hashes.ts';
import type { Restriction } from './restrictions.ts';

type RowHashes = Pick<KeyedHashes, 'restrictionRow'>;

export interface StoredRestrictions {
  readonly rows: readonly Restriction[];
  /** Rows that this installation did not write: they count for nothing. */
  readonly forged: number;
}

/** Appenders, and whoever writes the signed list, take turns over all nodes: numbers have no gaps, and no list goes back. */
export async function lockRestrictions(tx: Tx): Promise<void> {
  await sql`lock table restriction in share row exclusive mode`.execute(queries(tx));
}

/** In the transaction of what it restricts. The signed list follows right after the commit. @returns its number. */
export async function appendRestriction(
  tx: Tx,
  hashes: RowHashes,
  restriction: Omit<Restriction, 'number'>,
): Promise<number> {
  await lockRestrictions(tx);
  const { rows } = await readRestrictions(tx, hashes);
  const number = (rows.at(-1)?.number ?? 0) + 1;
  const row = rowOf({ ...restriction, number }, hashes);
  await queries(tx)
    .insertInto('restriction')
    .values(row)
    // A row that has this number already is none of ours.
    .onConflict((conflict) => conflict.column('number').doUpdateSet(row))
    .execute();
  return number;
}

/** In their order. */
export async function readRestrictions(tx: Tx, hashes: RowHashes): Promise<StoredRestrictions> {
  const { count } = await queries(tx)
    .selectFrom('restriction')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const stored = await queries(tx)
    .selectFrom('restriction')
    .selectAll()
    // What this program could not even read: somebody else's number or time.
    .where('number', '<=', Number.MAX_SAFE_INTEGER)
    .where(sql<boolean>`made_at between '0001-01-01' and '9999-12-31'`)
    .orderBy('number')
    .execute();
  const rows = stored.flatMap((row) => {
    const { number, kind, made_at: madeAt, person_id: personId, mac } = row;
    const restriction = { number, kind, personId, madeAt };
    const right = hashes.restrictionRow(restriction);
    return right.length === mac.length && timingSafeEqual(right, mac) ? [restriction] : [];
  });
  return { rows, forged: count - rows.length };
}

/** The table becomes exactly this list. */
export async function replaceRestrictions(
  tx: Tx,
  hashes: RowHashes,
  list: readonly Restriction[],
): Promise<void> {
  await queries(tx).deleteFrom('restriction').execute();
  for (let from = 0; from < list.length; from += BATCH) {
    const rows = list.slice(from, from + BATCH).map((each) => rowOf(each, hashes));
    await queries(tx).insertInto('restriction').values(rows).execute();
  }
}

const BATCH = 1000;

function rowOf(restriction: Restriction, hashes: RowHashes) {
  const { number, kind, personId, madeAt } = restriction;
  const mac = hashes.restrictionRow(restriction);
  return { number, kind, person_id: personId, made_at: madeAt, mac };
}
