import { setTimeout as sleep } from 'node:timers/promises';
import type { Gate } from '../gate/index.ts';
import type { JobContext } from './jobs-run.ts';

const HOUR_MS = 3_600_000;
/** More than any operator asks for in an hour, and than a hard day of incidents needs. */
const FREELY = 24;
const GAP_MS = 60_000;

/**
 * Returns when another rotation from the queue may begin: at once, but for the 25th epoch within an hour, which waits
 * until the newest one is a minute old. Rows of the queue can be forged, and each epoch is a file for months.
 */
export async function awaitTurn(
  { vault, now }: Pick<Gate, 'vault' | 'now'>,
  { signal, onProgress }: Pick<JobContext, 'signal' | 'onProgress'>,
): Promise<void> {
  const ages = vault.epochs().map(({ createdAt }) => now().getTime() - Date.parse(createdAt));
  const recent = ages.filter((age) => age < HOUR_MS);
  const waitMs = GAP_MS - Math.max(0, Math.min(...ages));
  if (recent.length <= FREELY || waitMs <= 0) return;
  onProgress({ phase: 'too many rotations, waiting', done: 0, total: 0 });
  await sleep(waitMs, undefined, { signal });
}
