import type { Database } from '../db/database.ts';
import { forgetRequestCounts } from './request-count-store.ts';
import { deleteGuessesBefore, deleteSessionsBefore } from './tidy-store.ts';

const DAY_MS = 24 * 3600_000;
/** For whoever asks what happened to an account: rows of sessions say from where, and hold sealed addresses. */
const SESSIONS_KEPT_MS = 90 * DAY_MS;
/** Longer than any window in which guesses or requests are counted, by any server's clock. */
const COUNTS_KEPT_MS = DAY_MS;
/** Sessions in one transaction. */
const AT_ONCE = 5_000;

export interface Tidied {
  readonly sessions: number;
  readonly guesses: number;
}

/**
 * Deletes what decides nothing any more: sessions that ended, or ran out, more than 90 days ago, and what is left of
 * counts whose windows are over. Opens nothing. Once stopped, the next run goes on.
 */
export async function tidyAccounts(db: Database, now: Date, signal: AbortSignal): Promise<Tidied> {
  const countsBefore = new Date(now.getTime() - COUNTS_KEPT_MS);
  const guesses = await db.transaction(async (tx) => {
    await forgetRequestCounts(tx, countsBefore);
    return deleteGuessesBefore(tx, countsBefore);
  });
  const endedBefore = new Date(now.getTime() - SESSIONS_KEPT_MS);
  let sessions = 0;
  for (let deleted = AT_ONCE; deleted === AT_ONCE && !signal.aborted; sessions += deleted)
    deleted = await db.transaction((tx) => deleteSessionsBefore(tx, endedBefore, AT_ONCE));
  return { sessions, guesses };
}
