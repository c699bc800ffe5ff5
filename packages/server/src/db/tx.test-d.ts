/** Compiled, never run: each line below an expectation must stay a compile error. */
/* oxlint-disable typescript/no-unsafe-call -- what must not compile has no type */
import { sql } from 'kysely';

import { queries } from './queries.ts';
import type { Tx } from './tx.ts';

export async function onlyTheDoorLeadsToSql(tx: Tx): Promise<void> {
  await sql`select 1`.execute(queries(tx));
  // @ts-expect-error -- a Tx has no query builder
  tx.selectFrom('person');
  // @ts-expect-error -- a Tx runs no statement
  await tx.query('select 1');
  // @ts-expect-error -- raw SQL does not run on a Tx
  await sql`select 1`.execute(tx);
  // @ts-expect-error -- nobody makes a Tx of nothing
  queries({});
  // @ts-expect-error -- a query builder is no Tx
  queries(queries(tx));
}
