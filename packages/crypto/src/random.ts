import { randomFillSync } from 'node:crypto';

/**
 * One system call serves hundreds of nonces. The pool belongs to one thread: every worker loads
 * this module anew, and Node never forks a process with its memory.
 */
const pool = new Uint8Array(8192);
let used = pool.length;

/** Fills `target` (at most 8192 bytes) with random bytes that are never handed out again. */
export function fillRandom(target: Uint8Array): void {
  if (target.length > pool.length - used) {
    randomFillSync(pool);
    used = 0;
  }
  const end = used + target.length;
  target.set(pool.subarray(used, end));
  pool.fill(0, used, end);
  used = end;
}
