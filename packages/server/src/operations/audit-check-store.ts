import { sql } from 'kysely';
import { placeOfLog } from '../db/log-names.ts';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

/** How far the background check of one log is. */
export interface CheckState {
  readonly nextLeaf: number;
  readonly finishedAt: Date | null;
  /** One word of the verifier's; null when everything looked at so far fitted. */
  readonly fault: string | null;
  readonly faultAt: number | null;
}

export async function readCheckState(tx: Tx, log: string): Promise<CheckState> {
  const row = await queries(tx)
    .selectFrom('audit_check')
    .select(['next_leaf', 'finished_at', 'fault', 'fault_at'])
    .where('log', '=', log)
    .executeTakeFirst();
  return {
    nextLeaf: row?.next_leaf ?? 0,
    finishedAt: row?.finished_at ?? null,
    fault: row?.fault ?? null,
    faultAt: row?.fault_at ?? null,
  };
}

export async function writeCheckState(tx: Tx, log: string, state: CheckState): Promise<void> {
  const row = {
    next_leaf: state.nextLeaf,
    finished_at: state.finishedAt,
    fault: state.fault,
    fault_at: state.faultAt,
  };
  await queries(tx)
    .insertInto('audit_check')
    .values({ log, ...row })
    .onConflict((conflict) => conflict.column('log').doUpdateSet(row))
    .execute();
}

export async function hasAuditFault(tx: Tx): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('audit_check')
    .select('log')
    .where('fault', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** When every log was last checked to its end: of the one that waits longest; null while there is one that never was. */
export async function readCheckedAt(tx: Tx): Promise<Date | null> {
  const rows = await queries(tx)
    .selectFrom('audit_log')
    .leftJoin('audit_check', 'audit_check.log', 'audit_log.log')
    .select('audit_check.finished_at')
    .execute();
  const times = rows.map(({ finished_at: at }) => at?.getTime() ?? 0);
  const oldest = Math.min(...times);
  return times.length === 0 || oldest === 0 ? null : new Date(oldest);
}

/** How many leaves a log has, or is about to have; undefined for one that a restore was begun after. */
export async function readReachOf(tx: Tx, log: string): Promise<number | undefined> {
  const { year = 0, epoch = 0 } = placeOfLog(log) ?? {};
  const { rows } = await sql<{ reach: number | null }>`
    select case when exists (
      select from audit_log where year = ${year} and epoch > ${epoch}
    ) then null else coalesce((
      select head.size + waiting.leaves
        + case when head.size = 0 and waiting.leaves > 0 and begun.begins_with is not null then 1 else 0 end
      from audit_head as head
      left join audit_log as begun using (log)
      cross join lateral (
        select count(*) as leaves from audit_pending where id = any(head.next_batch)
      ) as waiting
      where head.log = ${log}
    ), 0) end::bigint as reach`.execute(queries(tx));
  return rows[0]?.reach ?? undefined;
}
