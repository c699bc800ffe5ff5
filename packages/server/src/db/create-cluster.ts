import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Binaries } from './binaries.ts';
import type { ClusterUser } from './cluster-user.ts';
import { DatabaseError } from './database-error.ts';

export interface ClusterOwner {
  readonly user: ClusterUser | undefined;
  readonly durable: boolean;
}

const unfinishedPrefix = 'cluster.unfinished-';

/**
 * Makes `<home>/cluster` (`data`, `password`) if it is absent, in a sibling directory that gets its
 * name when it is complete: a process killed half way leaves nothing that looks like a cluster.
 * @throws {@link DatabaseError} `cluster_failed`.
 */
export async function createCluster(
  home: string,
  binaries: Binaries,
  owner: ClusterOwner,
): Promise<void> {
  const names = await readdir(home);
  await removeUnfinished(home, names);
  if (names.includes('cluster')) return;
  const unfinished = await mkdtemp(join(home, unfinishedPrefix));
  const password = randomBytes(32).toString('base64url');
  await writeFile(join(unfinished, 'password'), password, { mode: 0o600, flush: true });
  if (owner.user !== undefined) await chmod(unfinished, 0o711);
  await initialize(unfinished, { binaries, owner, password });
  await syncDirectory(unfinished);
  await rename(unfinished, join(home, 'cluster'));
  await syncDirectory(home);
}

/** An initdb that outlived its killed parent may still write there; it ends with its output. */
async function removeUnfinished(home: string, names: readonly string[]): Promise<void> {
  const unfinished = names.filter((name) => name.startsWith(unfinishedPrefix));
  for (const name of unfinished) {
    await rm(join(home, name), { recursive: true, force: true, maxRetries: 10 });
  }
}

interface Making {
  readonly binaries: Binaries;
  readonly owner: ClusterOwner;
  readonly password: string;
}

async function initialize(directory: string, making: Making): Promise<void> {
  const { user } = making.owner;
  const data = join(directory, 'data');
  const passwordFile = join(directory, 'initdb-password');
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, making.password, { mode: 0o600 });
  if (user !== undefined) {
    await Promise.all([data, passwordFile].map((path) => chown(path, user.uid, user.gid)));
  }
  await initdb(making, ['--pgdata', data, '--pwfile', passwordFile]);
  await rm(passwordFile);
}

async function initdb({ binaries, owner }: Making, paths: readonly string[]): Promise<void> {
  const options = [
    ...paths,
    ...localeOptions(binaries.major),
    '--username=postgres',
    '--encoding=UTF8',
    '--data-checksums',
    '--auth-local=scram-sha-256',
    '--auth-host=scram-sha-256',
    ...(owner.durable ? [] : ['--no-sync']),
  ];
  const settings = { ...owner.user, cwd: '/', env: binaries.environment };
  try {
    await promisify(execFile)(join(binaries.directory, 'initdb'), options, settings);
  } catch (cause) {
    throw new DatabaseError('cluster_failed', 'initdb failed', { cause });
  }
}

/**
 * From 17 on PostgreSQL has C.UTF-8 built in, and sorts alike on every system. Before, the order
 * is by code point as well, but only ASCII letters have a case.
 */
function localeOptions(major: number): string[] {
  if (major < 17) return ['--locale=C'];
  return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
