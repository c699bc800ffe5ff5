import type { EscrowSink as SinkName, EscrowState } from '@wardkeep/contract';
import { sql } from 'kysely';
import { compareLogs } from '../../db/log-names.ts';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';
import type { CheckpointItem, EscrowItem } from './escrow-sink.ts';

export type Verdict = NonNullable<EscrowState['verdict']>;

/** What is brought where. */
export interface EscrowPlace {
  readonly sink: SinkName;
  readonly kind: EscrowItem['kind'];
}

export interface EscrowRow extends EscrowPlace {
  readonly log: string | null;
  readonly size: number | null;
  readonly deliveredAt: Date | null;
  /** Since when it is not taken. */
  readonly failedAt: Date | null;
  readonly failure: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly comparedAt: Date | null;
  readonly verdict: EscrowState['verdict'];
}

/** Longer than any sink waits: an e-mail a day, and a webhook an hour after its last try. */
const FARTHEST_MS = 2 * 24 * 60 * 60_000;

export async function readEscrow(tx: Tx): Promise<readonly EscrowRow[]> {
  const rows = await queries(tx).selectFrom('escrow').selectAll().execute();
  return rows.map((row) => ({
    sink: row.sink,
    kind: row.kind,
    log: row.log,
    size: row.size,
    deliveredAt: row.delivered_at,
    failedAt: row.failed_at,
    failure: row.failure,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    comparedAt: row.compared_at,
    verdict: row.verdict,
  }));
}

/** Where its turn has come, it is this server's until `until`. @returns how often it was tried in vain before, or undefined. */
export async function claimEscrow(
  tx: Tx,
  { sink, kind }: EscrowPlace,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<number | undefined> {
  await addRow(tx, { sink, kind }, now);
  const row = await queries(tx)
    .updateTable('escrow')
    .set((set) => ({ attempts: set('attempts', '+', 1), next_attempt_at: until }))
    .where('sink', '=', sink)
    .where('kind', '=', kind)
    .where((eb) =>
      eb.or([
        eb('next_attempt_at', '<=', now),
        // A clock that went back, or whoever writes to the database: no turn is so far away.
        eb('next_attempt_at', '>', new Date(now.getTime() + FARTHEST_MS)),
      ]),
    )
    .returning('attempts')
    .executeTakeFirst();
  return row === undefined ? undefined : row.attempts - 1;
}

/** It is on its way, and until `next` no other is sent. */
export async function noteQueued(tx: Tx, { sink, kind }: EscrowPlace, next: Date): Promise<void> {
  await queries(tx)
    .updateTable('escrow')
    .set({ next_attempt_at: next })
    .where('sink', '=', sink)
    .where('kind', '=', kind)
    .execute();
}

export async function noteKept(
  tx: Tx,
  { sink, kind }: EscrowPlace,
  kept: {
    readonly log: string | null;
    readonly size: number;
    readonly now: Date;
    readonly next: Date;
  },
): Promise<void> {
  await addRow(tx, { sink, kind }, kept.now);
  await queries(tx)
    .updateTable('escrow')
    .set({
      log: kept.log,
      size: kept.size,
      delivered_at: kept.now,
      failed_at: null,
      failure: null,
      attempts: 0,
      next_attempt_at: kept.next,
    })
    .where('sink', '=', sink)
    .where('kind', '=', kind)
    .execute();
}

export async function noteFailed(
  tx: Tx,
  { sink, kind }: EscrowPlace,
  failed: { readonly code: string; readonly now: Date; readonly next: Date },
): Promise<void> {
  await addRow(tx, { sink, kind }, failed.now);
  await queries(tx)
    .updateTable('escrow')
    .set((set) => ({
      failed_at: set.fn.coalesce('failed_at', sql<Date>`${failed.now}::timestamptz`),
      failure: failed.code,
      next_attempt_at: failed.next,
    }))
    .where('sink', '=', sink)
    .where('kind', '=', kind)
    .execute();
}

/**
 * What was forked or missing once stays so until it is settled, whatever is found later: else whoever takes a note away
 * only has to wait for a newer one.
 */
export async function noteVerdict(
  tx: Tx,
  { sink, kind }: EscrowPlace,
  { verdict, now }: { readonly verdict: Verdict; readonly now: Date },
): Promise<void> {
  await addRow(tx, { sink, kind }, now);
  const stays = sql<Verdict>`
    case when verdict = 'forked' or (verdict = 'missing' and ${verdict}::text <> 'forked')
      then verdict else ${verdict}::text end`;
  await queries(tx)
    .updateTable('escrow')
    .set({ verdict: stays, compared_at: now })
    .where('sink', '=', sink)
    .where('kind', '=', kind)
    .execute();
}

/** Whatever it was said to hold is forgotten, and it is brought to at once. */
export async function forgetVerdicts(tx: Tx, sink: SinkName, now: Date): Promise<void> {
  await queries(tx)
    .updateTable('escrow')
    .set({
      log: null,
      size: null,
      failed_at: null,
      failure: null,
      attempts: 0,
      next_attempt_at: now,
      verdict: null,
    })
    .where('sink', '=', sink)
    .execute();
}

/** The newest signed checkpoint of each log; not to be believed before its signature is checked. */
export async function newestOfEachLog(tx: Tx): Promise<readonly CheckpointItem[]> {
  const { rows } = await sql<{ log: string; size: number; note: string }>`
    select newest.log, newest.size, newest.note
    from audit_head
    cross join lateral (
      select log, size, note from audit_checkpoint
      where audit_checkpoint.log = audit_head.log
      order by size desc limit 1
    ) as newest`.execute(queries(tx));
  return rows
    .map(({ log, size, note }) => ({ kind: 'checkpoint' as const, log, size, note }))
    .toSorted((a, b) => compareLogs(a.log, b.log));
}

/** Whether it had grown beyond this size before that moment. */
export async function hadGrownBeyond(
  tx: Tx,
  { log, size }: { readonly log: string; readonly size: number },
  before: Date,
): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('audit_checkpoint')
    .select('size')
    .where('log', '=', log)
    .where('size', '>', size)
    .where('created_at', '<', before)
    .orderBy('size')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What a log after a restore began with, and the checkpoint of that leaf alone. Not to be believed before both are checked. */
export interface Beginning {
  readonly log: string;
  readonly beginsWith: string;
  readonly note: string;
}

export async function readBeginnings(tx: Tx): Promise<readonly Beginning[]> {
  const rows = await queries(tx)
    .selectFrom('audit_log')
    .innerJoin('audit_checkpoint', 'audit_checkpoint.log', 'audit_log.log')
    .select(['audit_log.log', 'begins_with', 'note'])
    .where('epoch', '>', 1)
    .where('size', '=', 1)
    .execute();
  return rows.flatMap(({ log, begins_with: beginsWith, note }) =>
    beginsWith === null ? [] : [{ log, beginsWith, note }],
  );
}

async function addRow(tx: Tx, { sink, kind }: EscrowPlace, now: Date): Promise<void> {
  await queries(tx)
    .insertInto('escrow')
    .values({
      sink,
      kind,
      log: null,
      size: null,
      delivered_at: null,
      failed_at: null,
      failure: null,
      next_attempt_at: now,
      compared_at: null,
      verdict: null,
    })
    .onConflict((conflict) => conflict.columns(['sink', 'kind']).doNothing())
    .execute();
}
