import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { canEnter, type ClusterUser } from './cluster-user.ts';
import { DatabaseError } from './database-error.ts';
import type { Log } from './log.ts';

const pointerName = 'location';
const ownerName = 'belongs-to';

/**
 * Where a cluster lives, with `cluster/data` (PGDATA), `cluster/password`, its log and its guard:
 * the directory that was asked for, unless PostgreSQL's user cannot get there (root's data under
 * /root): then one below `relocation` that it can, to which a file `location` in the first points.
 * @throws {@link DatabaseError} `cluster_in_use` if the directory is a copy of another that still is
 * there, so that both would lead to one cluster.
 */
export async function findClusterHome(
  asked: string,
  user: ClusterUser | undefined,
  relocation: string,
  log: Log,
): Promise<string> {
  // Parents that do not exist yet get the same mode: PostgreSQL's user has to pass through.
  await mkdir(asked, { recursive: true, mode: user === undefined ? 0o700 : 0o711 });
  const directory = await realpath(asked);
  if (user === undefined) return recordedHome(directory);
  const pointer = await pointerOf(directory);
  if (pointer !== undefined) return claim(pointer, directory);
  // Others may pass through, and read nothing: data is the user's alone, the password root's.
  await chmod(directory, 0o711);
  if (await canEnter(directory, user)) return directory;
  return relocate(directory, relocation, log);
}

/** Where an earlier start put the cluster of a directory: there, unless a pointer says otherwise. */
export async function recordedHome(asked: string): Promise<string> {
  return (await pointerOf(asked)) ?? asked;
}

async function relocate(directory: string, relocation: string, log: Log): Promise<string> {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  const home = join(relocation, name);
  await mkdir(home, { recursive: true, mode: 0o711 });
  await claim(home, directory);
  await writeWhole(join(directory, pointerName), home);
  log.warn(
    { directory, cluster: home },
    'the user of PostgreSQL cannot enter the data directory: the database is kept elsewhere',
  );
  return home;
}

/** A moved data directory takes its cluster along; a copied one does not share it. */
async function claim(home: string, directory: string): Promise<string> {
  const owner = await readLine(join(home, ownerName));
  if (owner !== undefined && owner !== directory && (await pointerOf(owner)) === home) {
    throw new DatabaseError(
      'cluster_in_use',
      `the database at ${home} belongs to ${owner}; remove the file ${pointerName} from a copy`,
    );
  }
  if (owner !== directory) await writeWhole(join(home, ownerName), directory);
  return home;
}

function pointerOf(directory: string): Promise<string | undefined> {
  return readLine(join(directory, pointerName));
}

async function readLine(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new DatabaseError('cluster_failed', `cannot read ${file}`, { cause });
  }
}

async function writeWhole(file: string, line: string): Promise<void> {
  const unfinished = join(dirname(file), `.${process.pid}.unfinished`);
  await writeFile(unfinished, `${line}\n`, { mode: 0o600, flush: true });
  await rename(unfinished, file);
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ENOENT' || error.code === 'ENOTDIR';
}
