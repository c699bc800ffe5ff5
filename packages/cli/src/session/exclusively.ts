import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A refresh takes less; a lock that is older was left by a program that was killed. */
const STALE_MS = 30_000;

/**
 * Runs one piece of work at a time among all programs that share `lock`, a directory that exists while one does.
 * Two that refresh at once would spend one token twice, which ends the session.
 */
export async function exclusively<T>(
  lock: string,
  now: () => number,
  work: () => Promise<T>,
): Promise<T> {
  while (!take(lock)) {
    if (isStale(lock, now())) release(lock);
    else await sleep(50);
  }
  try {
    return await work();
  } finally {
    release(lock);
  }
}

function take(lock: string): boolean {
  return succeeds(() => mkdirSync(lock, { mode: 0o700 }), 'EEXIST');
}

function release(lock: string): void {
  succeeds(() => {
    rmdirSync(lock);
  }, 'ENOENT');
}

function isStale(lock: string, now: number): boolean {
  let age = 0;
  succeeds(() => {
    age = now - statSync(lock).mtimeMs;
  }, 'ENOENT');
  return age > STALE_MS;
}

function succeeds(work: () => unknown, expected: 'EEXIST' | 'ENOENT'): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === expected) return false;
    throw error;
  }
}
