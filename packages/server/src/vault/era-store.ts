import { compareLogs, placeOfLog } from '../db/log-names.ts';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { CheckpointRow } from './era-checkpoint.ts';

/** Many transactions may hold this at once; a rotation waits for all of them, and they for it. */
export async function lockEraForUse(tx: Tx): Promise<number> {
  const row = await queries(tx)
    .selectFrom('deployment')
    .select('era')
    .forShare()
    .executeTakeFirst();
  return (row ?? noDeployment()).era;
}

/** One transaction at a time, over all nodes: what changes the state of epochs does it while it holds this. */
export async function lockEraForChange(tx: Tx): Promise<number> {
  const row = await queries(tx)
    .selectFrom('deployment')
    .select('era')
    .forUpdate()
    .executeTakeFirst();
  return (row ?? noDeployment()).era;
}

function noDeployment(): never {
  throw new TypeError('the row about this deployment is made before its keys are');
}

export async function writeEra(tx: Tx, era: number): Promise<void> {
  await queries(tx).updateTable('deployment').set({ era }).execute();
}

/** The kit that somebody has said is on paper. */
export async function readConfirmedKit(tx: Tx): Promise<string | undefined> {
  const row = await queries(tx)
    .selectFrom('deployment')
    .select('recovery_confirmed_fingerprint as fingerprint')
    .executeTakeFirst();
  return row?.fingerprint ?? undefined;
}

/**
 * The checkpoint at the head of each log, newest log first: one a log, however many rows somebody adds. Nothing of it is believed without its signature.
 */
export async function readHeadCheckpoints(tx: Tx): Promise<readonly CheckpointRow[]> {
  const rows = await queries(tx)
    .selectFrom('audit_head')
    .innerJoin('audit_checkpoint', (join) =>
      join
        .onRef('audit_checkpoint.log', '=', 'audit_head.log')
        .onRef('audit_checkpoint.size', '=', 'audit_head.size'),
    )
    .select(['audit_checkpoint.log', 'audit_checkpoint.size', 'audit_checkpoint.note'])
    .where('audit_head.log', '~', '^[0-9]{4}(-[1-9][0-9]{0,3})?$')
    .execute();
  return rows.toSorted((a, b) => compareLogs(b.log, a.log));
}

/**
 * How many leaves a log has, or has promised to have: a pass fixes which events it takes, in a commit of its own, before
 * anything is signed. Undefined where a restore has begun another log of the same year after it.
 */
export async function readReach(tx: Tx, log: string): Promise<number | undefined> {
  const { year = 0, epoch = 0 } = placeOfLog(log) ?? {};
  const follower = await queries(tx)
    .selectFrom('audit_log')
    .select('log')
    .where('year', '=', year)
    .where('epoch', '>', epoch)
    .limit(1)
    .executeTakeFirst();
  if (follower !== undefined) return undefined;
  const head = await queries(tx)
    .selectFrom('audit_head')
    .leftJoin('audit_log', 'audit_log.log', 'audit_head.log')
    .select(['size', 'next_batch', 'begins_with'])
    .where('audit_head.log', '=', log)
    .executeTakeFirst();
  if (head === undefined) return 0;
  const begin = head.size === 0 && head.begins_with !== null ? 1 : 0;
  return head.size + (head.next_batch === null ? 0 : head.next_batch.length + begin);
}

/** In one transaction of its own, so that a sleeping lock of another can't hold it for long. */
export async function endAllAccess(
  tx: Tx,
  now: Date,
): Promise<{ readonly sessionsEnded: number; readonly linksRevoked: number }> {
  const sessions = await queries(tx)
    .updateTable('session')
    .set({ ended_at: now, end_reason: 'restore' })
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  const shares = await queries(tx)
    .updateTable('share')
    .set({ revoked_at: now })
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  const links = await queries(tx)
    .updateTable('one_time_token')
    .set({ used_at: now })
    .where('used_at', 'is', null)
    .executeTakeFirst();
  // One that was approved then may have been cancelled or used since; whoever still needs it asks anew.
  await queries(tx).deleteFrom('account_recovery').execute();
  return {
    sessionsEnded: Number(sessions.numUpdatedRows),
    linksRevoked: Number(shares.numUpdatedRows + links.numUpdatedRows),
  };
}
