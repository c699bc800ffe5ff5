import { sql, type Selectable } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { Schema } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export type HoldRow = Selectable<Schema['audit_hold']>;
export type RetiredRow = Selectable<Schema['audit_retired']>;

/** Until the transaction ends, no hold is placed or released: who retires a year sees every hold that was answered. */
export async function freezeHolds(tx: Tx): Promise<void> {
  await sql`lock table audit_hold in share mode`.execute(queries(tx));
}

export async function readHolds(tx: Tx): Promise<readonly HoldRow[]> {
  return queries(tx).selectFrom('audit_hold').selectAll().orderBy('year').execute();
}

export async function isYearHeld(tx: Tx, year: number): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('audit_hold')
    .select('year')
    .where('year', '=', year)
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns false, and leaves what is there, when the year is held already. */
export async function insertYearHold(tx: Tx, row: HoldRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await queries(tx)
    .insertInto('audit_hold')
    .values(row)
    .onConflict((conflict) => conflict.column('year').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns false when the year was not held. */
export async function deleteYearHold(tx: Tx, year: number): Promise<boolean> {
  const { numDeletedRows } = await queries(tx)
    .deleteFrom('audit_hold')
    .where('year', '=', year)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function readRetired(tx: Tx): Promise<readonly RetiredRow[]> {
  return queries(tx).selectFrom('audit_retired').selectAll().orderBy('year').execute();
}

/** @returns false when another server was first. */
export async function insertRetired(tx: Tx, row: RetiredRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await queries(tx)
    .insertInto('audit_retired')
    .values(row)
    .onConflict((conflict) => conflict.column('year').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function databaseClock(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(queries(tx));
  const [row] = rows;
  if (row === undefined) throw new TypeError('a select without a table has one row');
  return row.now;
}
