import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ClusterUser } from './cluster-user.ts';
import { DatabaseError } from './database-error.ts';

/** The port is a part of the socket's name only: the directory belongs to one cluster. */
export const socketPort = 5432;

/** `sun_path` has 108 bytes on Linux and 104 on macOS, its final zero included. */
export const longestSocketPath = process.platform === 'darwin' ? 103 : 107;

/**
 * Makes the private directory (0700) of a cluster's Unix socket anew if it is gone, as a cleaner of
 * temporary files may do. Its name follows from the cluster's, and /tmp is everybody's: one that
 * somebody else made is refused.
 * @throws {@link DatabaseError} `cluster_failed`.
 */
export async function makeSocketDirectory(
  home: string,
  user: ClusterUser | undefined,
  root: string = tmpdir(),
): Promise<string> {
  const directory = socketDirectoryOf(home, root);
  const made = await makeOnce(directory);
  if (made && user !== undefined) await chown(directory, user.uid, user.gid);
  const stats = await lstat(directory);
  const owner = user?.uid ?? process.getuid?.();
  if (!stats.isDirectory() || stats.uid !== owner || (stats.mode & 0o077) !== 0) {
    throw new DatabaseError('cluster_failed', `${directory} is not private to PostgreSQL's user`);
  }
  await removeSocketLock(directory);
  return directory;
}

/** A short one below `/tmp` if the path of the socket would be too long below `root`. */
export function socketDirectoryOf(home: string, root: string): string {
  const name = `wardkeep-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
  const directory = join(root, name);
  const fits = Buffer.byteLength(socketPath(directory)) <= longestSocketPath;
  return fits ? directory : join('/tmp', name);
}

export function socketPath(directory: string): string {
  return join(directory, `.s.PGSQL.${socketPort}`);
}

/**
 * The socket's lock file names the last postmaster, whose number may be a corpse's or a stranger's
 * by now. This directory is one cluster's alone: the locks in the data directory are what counts.
 */
async function removeSocketLock(directory: string): Promise<void> {
  await rm(`${socketPath(directory)}.lock`, { force: true });
}

async function makeOnce(directory: string): Promise<boolean> {
  try {
    await mkdir(directory, { mode: 0o700 });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw new DatabaseError('cluster_failed', `cannot make ${directory}`, { cause });
  }
}
