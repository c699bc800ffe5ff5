import type { Tx } from '../db/tx.ts';
import { recordOperationIn, type Gate } from '../gate/index.ts';
import {
  claimOutbox,
  deferOutbox,
  deleteOutbox,
  deleteOutboxBefore,
  type OutboxRow,
} from '../outbox/index.ts';
import { openLetters, type Letter, type OpenedRow } from './mail-open.ts';

/** Small, so that one slow mail server holds little. */
const AT_ONCE = 10;
const MINUTE_MS = 60_000;
/** Longer than it can take to hand all of them over. */
const HELD_MS = 10 * MINUTE_MS;
const LONGEST_WAIT_MS = 6 * 60 * MINUTE_MS;
export const KEPT_MS = 3 * 24 * 60 * MINUTE_MS;

const SENDING = { action: 'mail.send', by: 'service' } as const;

/**
 * Takes what is due and opens it, with the accounts of whom it goes to: a duty of the service, with one event for each of
 * them in the same transaction, before anything leaves. What can't be opened waits like what can't be sent. What is too
 * old goes with an event that says so, and what is for nobody any more without one.
 */
export async function takeLetters(gate: Gate): Promise<readonly Letter[]> {
  return gate.db.transaction(async (tx) => {
    const now = gate.now();
    const until = new Date(now.getTime() + HELD_MS);
    const rows = await claimOutbox(tx, { now, until, most: AT_ONCE });
    if (rows.length === 0) return [];
    const opened = await openLetters(gate, tx, rows, KEPT_MS);
    await settleOthers(tx, opened, now);
    await recordGivenUp(gate, tx, rowsOf(opened, 'late'));
    for (const personId of personsOf(rowsOf(opened, 'letter')))
      await recordOperationIn(gate, tx, { ...SENDING, outcome: 'success', personId });
    return opened.flatMap((each) => (each.kind === 'letter' ? [each.letter] : []));
  });
}

/** For a server without a mail server: what was queued when there was one. */
export async function forgetLateLetters(gate: Gate): Promise<void> {
  const before = new Date(gate.now().getTime() - KEPT_MS);
  await gate.db.transaction(async (tx) => {
    await recordGivenUp(gate, tx, await deleteOutboxBefore(tx, before));
  });
}

/** When to try again: after 1, 2, 4 … minutes, and every 6 hours at most. */
export function nextAttempt(attempts: number, now: Date): Date {
  const waitMs = MINUTE_MS * 2 ** Math.min(Math.max(attempts, 1) - 1, 20);
  return new Date(now.getTime() + Math.min(waitMs, LONGEST_WAIT_MS));
}

async function settleOthers(tx: Tx, opened: readonly OpenedRow[], now: Date): Promise<void> {
  const ended = [...rowsOf(opened, 'late'), ...rowsOf(opened, 'for-nobody')];
  await deleteOutbox(
    tx,
    ended.map(({ outboxId }) => outboxId),
  );
  for (const { outboxId, attempts } of rowsOf(opened, 'unreadable'))
    await deferOutbox(tx, {
      outboxId,
      code: 'unreadable',
      nextAttemptAt: nextAttempt(attempts, now),
    });
}

async function recordGivenUp(
  gate: Gate,
  tx: Tx,
  rows: readonly Pick<OutboxRow, 'personId'>[],
): Promise<void> {
  for (const personId of personsOf(rows))
    await recordOperationIn(gate, tx, {
      ...SENDING,
      outcome: 'failed',
      personId,
      reason: 'given-up',
    });
}

function rowsOf(opened: readonly OpenedRow[], kind: OpenedRow['kind']): readonly OutboxRow[] {
  return opened.filter((each) => each.kind === kind).map(({ row }) => row);
}

function personsOf(rows: readonly Pick<OutboxRow, 'personId'>[]): ReadonlySet<string | null> {
  return new Set(rows.map(({ personId }) => personId));
}
