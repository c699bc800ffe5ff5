import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { DatabaseError } from './database-error.ts';

export interface DirectoryGuard {
  release(): void;
}

/**
 * Keeps every other Wardkeep out of a directory for as long as this process lives. Node has no
 * flock; SQLite, which it brings, takes a POSIX lock on a file, and the kernel drops that with the
 * process, however it dies: nothing can be stale, no pid has to be believed. A process that opens
 * and closes `guard` by other means drops its own lock (fcntl(2)): nobody reads that file.
 * @throws {@link DatabaseError} `cluster_in_use`.
 */
export function guardDirectory(directory: string): DirectoryGuard {
  const file = join(directory, 'guard');
  let lock: DatabaseSync | undefined;
  try {
    // Private from the start: whoever may read it could lock it.
    closeSync(openSync(file, 'a', 0o600));
    lock = new DatabaseSync(file);
    lock.exec('pragma journal_mode = memory; begin exclusive');
  } catch (cause) {
    lock?.close();
    throw refusal(directory, cause);
  }
  const held = lock;
  return {
    release: () => {
      if (held.isOpen) held.close();
    },
  };
}

function refusal(directory: string, cause: unknown): DatabaseError {
  const busy = cause instanceof Error && 'errcode' in cause && cause.errcode === sqliteBusy;
  return busy
    ? new DatabaseError('cluster_in_use', `another Wardkeep uses ${directory}`, { cause })
    : new DatabaseError('cluster_failed', `cannot lock ${directory}`, { cause });
}

/** SQLITE_BUSY, https://sqlite.org/rescode.html#busy */
const sqliteBusy = 5;
