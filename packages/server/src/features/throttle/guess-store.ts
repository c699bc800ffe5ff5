import { sql } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';

export interface Window {
  readonly now: Date;
  /** What began before it is over. */
  readonly start: Date;
}

/**
 * Counts one more, unless `most` are counted already. Exact over servers and parallel requests: the row is locked until
 * the transaction ends.
 * @returns since when it is full; undefined when it was counted
 */
export async function countUp(
  tx: Tx,
  { subject, most }: { readonly subject: Buffer; readonly most: number },
  { now, start }: Window,
): Promise<Date | undefined> {
  const risen = await queries(tx)
    .insertInto('guess')
    .values({ subject, wrong: 1, since: now })
    .onConflict((conflict) =>
      conflict
        .column('subject')
        .doUpdateSet({
          wrong: sql`case when guess.since <= ${start} then 1 else guess.wrong + 1 end`,
          since: sql`case when guess.since <= ${start} then excluded.since else guess.since end`,
        })
        .where(sql<boolean>`guess.since <= ${start} or guess.wrong < ${most}`),
    )
    .returning('subject')
    .executeTakeFirst();
  return risen === undefined ? ((await readCount(tx, subject))?.since ?? now) : undefined;
}

/** Counts one more, however many there are. @returns how many there are within the window. */
export async function countEach(tx: Tx, subject: Buffer, { now, start }: Window): Promise<number> {
  const { wrong } = await queries(tx)
    .insertInto('guess')
    .values({ subject, wrong: 1, since: now })
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet({
        wrong: sql`case when guess.since <= ${start} then 1 else guess.wrong + 1 end`,
        since: sql`case when guess.since <= ${start} then excluded.since else guess.since end`,
      }),
    )
    .returning('wrong')
    .executeTakeFirstOrThrow();
  return wrong;
}

/** Since when `most` are counted; undefined when they are not. */
export async function fullSince(
  tx: Tx,
  { subject, most }: { readonly subject: Buffer; readonly most: number },
  { start }: Window,
): Promise<Date | undefined> {
  const count = await readCount(tx, subject);
  return count !== undefined && count.since > start && count.wrong >= most
    ? count.since
    : undefined;
}

function readCount(
  tx: Tx,
  subject: Buffer,
): Promise<{ readonly wrong: number; readonly since: Date } | undefined> {
  return queries(tx)
    .selectFrom('guess')
    .select(['wrong', 'since'])
    .where('subject', '=', subject)
    .executeTakeFirst();
}

export async function countDown(tx: Tx, subject: Buffer): Promise<void> {
  await queries(tx)
    .updateTable('guess')
    .set({ wrong: sql`wrong - 1` })
    .where('subject', '=', subject)
    .where('wrong', '>', 0)
    .execute();
}

export async function forget(tx: Tx, subject: Buffer): Promise<void> {
  await queries(tx).deleteFrom('guess').where('subject', '=', subject).execute();
}

/** A few of those whose window is over; waits for nobody. */
export async function forgetOld(tx: Tx, { start }: Window): Promise<void> {
  await queries(tx)
    .deleteFrom('guess')
    .where('subject', 'in', (db) =>
      db
        .selectFrom('guess')
        .select('subject')
        .where('since', '<=', start)
        .orderBy('since')
        .limit(20)
        .forUpdate()
        .skipLocked(),
    )
    .execute();
}
