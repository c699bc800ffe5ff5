import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import type { RestrictionKind } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { Restriction } from './restrictions.ts';

/** Appenders, and whoever writes the signed list, take turns over all nodes: numbers have no gaps, and no list goes back. */
export async function lockRestrictions(tx: Tx): Promise<void> {
  await sql`lock table restriction in share row exclusive mode`.execute(queries(tx));
}

/** In the transaction of what it restricts. The signed list follows right after the commit. @returns its number. */
export async function appendRestriction(
  tx: Tx,
  restriction: {
    readonly kind: RestrictionKind;
    readonly personId: string;
    readonly madeAt: Date;
  },
): Promise<number> {
  await lockRestrictions(tx);
  const { number } = await queries(tx)
    .insertInto('restriction')
    .columns(['number', 'kind', 'person_id', 'made_at'])
    .expression((eb) =>
      eb
        .selectFrom('restriction')
        .select((select) => [
          sql<number>`coalesce(max(number), 0) + 1`.as('number'),
          select.val(restriction.kind).as('kind'),
          sql<string>`${restriction.personId}::uuid`.as('person_id'),
          sql<Date>`${restriction.madeAt}::timestamptz`.as('made_at'),
        ]),
    )
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

export async function readRestrictions(tx: Tx): Promise<readonly Restriction[]> {
  const rows = await queries(tx).selectFrom('restriction').selectAll().orderBy('number').execute();
  return rows.map((row) => ({
    number: row.number,
    kind: row.kind,
    personId: row.person_id,
    madeAt: row.made_at,
  }));
}

/** The table becomes exactly this list. */
export async function replaceRestrictions(tx: Tx, list: readonly Restriction[]): Promise<void> {
  await queries(tx).deleteFrom('restriction').execute();
  for (let from = 0; from < list.length; from += BATCH) {
    const rows = list.slice(from, from + BATCH).map(({ number, kind, personId, madeAt }) => {
      return { number, kind, person_id: personId, made_at: madeAt };
    });
    await queries(tx).insertInto('restriction').values(rows).execute();
  }
}

const BATCH = 1000;
