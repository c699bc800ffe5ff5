import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type Binaries, findBinaries } from './binaries.ts';
import { findClusterHome, recordedHome } from './cluster-home.ts';
import { type ClusterSettings, ensureOwner, ownerRole } from './cluster-roles.ts';
import { type ClusterUser, findClusterUser } from './cluster-user.ts';
import { createCluster } from './create-cluster.ts';
import { DatabaseError } from './database-error.ts';
import { guardDirectory } from './directory-guard.ts';
import type { Log } from './log.ts';
import { type ClusterPlace, startPostmaster } from './postmaster.ts';
import { makeSocketDirectory, socketPath, socketPort } from './socket-directory.ts';
import { type ClusterEnd, Supervisor } from './supervisor.ts';

export interface EmbeddedClusterOptions {
  /** `<data directory>/postgres`; made if absent. */
  readonly directory: string;
  /** The directory of another PostgreSQL's `postgres` and `initdb`, 15 or later. */
  readonly binaries?: string;
  readonly log: Log;
  /** For root only: the user that PostgreSQL runs as. */
  readonly user?: string;
  /** For root only: where clusters and binaries go that this user cannot reach. */
  readonly relocation?: string;
  /** Where the private directory of the Unix socket is made; the system's temporary directory. */
  readonly socketRoot?: string;
  readonly socketCheckMs?: number;
  /** False for tests alone: acknowledged writes may be lost when the machine stops. */
  readonly durable?: boolean;
}

export interface EmbeddedCluster {
  /** As the role that owns the database `wardkeep`, and is no superuser. */
  readonly settings: ClusterSettings;
  /** As the superuser: for backups and tests only. */
  readonly administrator: ClusterSettings;
  /** Where the cluster is: the directory asked for, or where it had to go instead. */
  readonly home: string;
  /** Of the postmaster; another one after a restart. */
  readonly pid: number;
  /** Settles when PostgreSQL runs no more and is not started again. */
  readonly exited: Promise<ClusterEnd>;
  /** Ends sessions, writes all to disk, and lets go of the directory. */
  stop(): Promise<void>;
}

/**
 * Runs PostgreSQL for this process alone: creates the cluster the first time, starts it, starts it
 * again when it dies. It listens on a Unix socket in a private directory only.
 * @throws {@link DatabaseError} `cluster_in_use` if another process has the directory,
 * `cluster_version` if another major version made it, `cluster_failed` for anything else.
 */
export async function startEmbeddedCluster(
  options: EmbeddedClusterOptions,
): Promise<EmbeddedCluster> {
  const { log, relocation = '/var/lib/wardkeep' } = options;
  const recorded = await recordedHome(options.directory);
  const user = await findClusterUser(join(recorded, 'cluster', 'data'), options.user, log);
  const home = await findClusterHome(options.directory, user, relocation, log);
  const guard = guardDirectory(home);
  try {
    const cache = join(user === undefined ? home : relocation, 'binaries');
    const binaries = await findBinaries(options.binaries, user, cache, log);
    const place = await prepare(home, { binaries, user, options });
    return await run(place, options, () => guard.release());
  } catch (error) {
    guard.release();
    throw error;
  }
}

interface Preparation {
  readonly binaries: Binaries;
  readonly user: ClusterUser | undefined;
  readonly options: EmbeddedClusterOptions;
}

async function prepare(home: string, preparation: Preparation): Promise<ClusterPlace> {
  const { binaries, user, options } = preparation;
  const durable = options.durable ?? true;
  await createCluster(home, binaries, { user, durable });
  const data = await realpath(join(home, 'cluster', 'data'));
  await assertSameMajor(data, binaries);
  const serverLog = join(home, 'server.log');
  return { home, data, serverLog, binaries, user, durable, socketRoot: options.socketRoot };
}

async function assertSameMajor(data: string, binaries: Binaries): Promise<void> {
  const made = Number(await readFile(join(data, 'PG_VERSION'), 'utf8'));
  if (made === binaries.major) return;
  const message = `PostgreSQL ${made} made this cluster; ${binaries.major} cannot open it`;
  throw new DatabaseError('cluster_version', message);
}

async function run(
  place: ClusterPlace,
  options: EmbeddedClusterOptions,
  release: () => void,
): Promise<EmbeddedCluster> {
  const { log, socketCheckMs = 30_000 } = options;
  const host = await makeSocketDirectory(place.home, place.user, place.socketRoot);
  const administrator = await administratorOf(place, host);
  const start = () => startPostmaster(place, log);
  const supervisor = await Supervisor.start({
    start,
    log,
    socketCheckMs,
    socket: socketPath(host),
  });
  const exited = supervisor.exited.finally(release);
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    await exited;
    await rm(host, { recursive: true, force: true });
  };
  await ensureOwner(administrator).catch((error: unknown) => stopThenThrow(stop, error));
  return {
    settings: { ...administrator, user: ownerRole, database: ownerRole },
    administrator,
    home: place.home,
    get pid() {
      return supervisor.pid;
    },
    exited,
    stop,
  };
}

async function administratorOf(place: ClusterPlace, host: string): Promise<ClusterSettings> {
  const password = await readFile(join(place.home, 'cluster', 'password'), 'utf8');
  return { host, port: socketPort, user: 'postgres', password, database: 'postgres' };
}

async function stopThenThrow(stop: () => Promise<void>, error: unknown): Promise<never> {
  await stop();
  throw error;
}
