import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import { countOlderTransactions, readClock } from './renew-store.ts';
import { VaultError } from './vault-error.ts';

const POLL_MS = 25;
const OLDER_MS = 60_000;

/**
 * Waits until every transaction has ended that began before this call. Those that begin later see what was committed
 * before it: the new key versions, or that a key is revoked.
 * @throws {@link VaultError} `work_unfinished` after 60 s; nothing was changed, and the next run goes on here.
 */
export async function waitForOlderTransactions(
  db: Database,
  signal?: AbortSignal,
  mostMs = OLDER_MS,
): Promise<void> {
  const clock = await db.transaction((tx) => readClock(tx));
  const endMs = performance.now() + mostMs;
  for (;;) {
    refuseWhenStopped(signal);
    const older = await db.transaction((tx) => countOlderTransactions(tx, clock));
    if (older === 0) return;
    if (performance.now() > endMs) {
      throw new VaultError(
        'work_unfinished',
        `${older} transactions of this database have run for a minute or more (a dump, perhaps). Key work goes on once they have ended.`,
      );
    }
    await sleep(POLL_MS);
  }
}

/** @throws {@link VaultError} `work_aborted` at a point from which the next run goes on. */
export function refuseWhenStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new VaultError('work_aborted', 'The work was told to stop.');
}
