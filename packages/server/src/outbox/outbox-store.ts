import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../db/queries.ts';
import type { AccountProfile, OutboxDetail } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';

export interface NewOutboxRow {
  readonly outboxId: string;
  readonly personId: string | null;
  readonly sealed: Sealed<OutboxDetail>;
  readonly createdAt: Date;
}

export async function insertOutbox(tx: Tx, row: NewOutboxRow): Promise<void> {
  await queries(tx)
    .insertInto('outbox')
    .values({
      outbox_id: row.outboxId,
      person_id: row.personId,
      sealed: row.sealed,
      created_at: row.createdAt,
      next_attempt_at: row.createdAt,
      last_error: null,
    })
    .execute();
}

export interface OutboxRow {
  readonly outboxId: string;
  readonly personId: string | null;
  readonly sealed: Sealed<OutboxDetail>;
  readonly createdAt: Date;
  /** This one counted. */
  readonly attempts: number;
}

/**
 * Takes what is due, oldest first, so that no other server takes it before `until`: a process that dies in between only
 * delays it. Nothing is locked while a mail server is talked to.
 */
export async function claimOutbox(
  tx: Tx,
  claim: { readonly now: Date; readonly until: Date; readonly most: number },
): Promise<readonly OutboxRow[]> {
  const rows = await queries(tx)
    .with('due', (db) =>
      db
        .selectFrom('outbox')
        .select('outbox_id')
        .where('next_attempt_at', '<=', claim.now)
        .orderBy('next_attempt_at')
        .limit(claim.most)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('outbox')
    .from('due')
    .whereRef('outbox.outbox_id', '=', 'due.outbox_id')
    .set((set) => ({ attempts: set('attempts', '+', 1), next_attempt_at: claim.until }))
    .returning([
      'outbox.outbox_id',
      'outbox.person_id',
      'outbox.sealed',
      'outbox.created_at',
      'outbox.attempts',
    ])
    .execute();
  return rows
    .map((row) => ({
      outboxId: row.outbox_id,
      personId: row.person_id,
      sealed: row.sealed,
      createdAt: row.created_at,
      attempts: row.attempts,
    }))
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

export async function deleteOutbox(tx: Tx, outboxIds: readonly string[]): Promise<void> {
  if (outboxIds.length === 0) return;
  await queries(tx).deleteFrom('outbox').where('outbox_id', 'in', outboxIds).execute();
}

/** @returns whose they were. */
export async function deleteOutboxBefore(
  tx: Tx,
  before: Date,
): Promise<readonly { readonly personId: string | null }[]> {
  const rows = await queries(tx)
    .deleteFrom('outbox')
    .where('created_at', '<', before)
    .returning('person_id')
    .execute();
  return rows.map((row) => ({ personId: row.person_id }));
}

export async function deferOutbox(
  tx: Tx,
  deferred: {
    readonly outboxId: string;
    /** Null when nothing went wrong. */
    readonly code: string | null;
    readonly nextAttemptAt: Date;
  },
): Promise<void> {
  await queries(tx)
    .updateTable('outbox')
    .set({ last_error: deferred.code, next_attempt_at: deferred.nextAttemptAt })
    .where('outbox_id', '=', deferred.outboxId)
    .execute();
}

/** When the oldest was written that has failed at least once; undefined when none has. */
export async function oldestFailing(tx: Tx): Promise<Date | undefined> {
  const row = await queries(tx)
    .selectFrom('outbox')
    .select('created_at')
    .where('last_error', 'is not', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row?.created_at;
}

/** Where, and in which language, people are written to; whoever has no account is missing. */
export async function readMailProfiles(
  tx: Tx,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Sealed<AccountProfile>>> {
  if (personIds.length === 0) return new Map();
  const rows = await queries(tx)
    .selectFrom('account')
    .select(['person_id', 'profile'])
    .where('person_id', 'in', personIds)
    .execute();
  return new Map(rows.map((row) => [row.person_id, row.profile]));
}
