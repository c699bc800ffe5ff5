import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Binaries } from './binaries.ts';
import { clusterSettings } from './cluster-settings.ts';
import type { ClusterOwner } from './create-cluster.ts';
import { DatabaseError } from './database-error.ts';
import type { Log } from './log.ts';
import { processKind, readPostmasterFile } from './postmaster-pid.ts';
import { makeSocketDirectory } from './socket-directory.ts';

export interface ClusterPlace extends ClusterOwner {
  readonly home: string;
  /** PGDATA, without symbolic links. */
  readonly data: string;
  readonly serverLog: string;
  readonly binaries: Binaries;
  readonly socketRoot: string | undefined;
}

export interface Postmaster {
  readonly pid: number;
  /** Settles when the process is gone, with its exit code or signal. */
  readonly exited: Promise<string>;
}

const largestLogBytes = 10 * 1024 * 1024;
const startAttempts = 100;
const attemptPauseMs = 200;

/**
 * Starts PostgreSQL and waits until it is ready, recovery after a crash included. One that a killed
 * Wardkeep left behind is stopped first; one that was itself killed may need some time to go, so
 * what it still holds is waited for, up to 20 s. `postmaster.pid` is PostgreSQL's alone to remove.
 * @throws {@link DatabaseError} `cluster_failed` with PostgreSQL's reason.
 */
export async function startPostmaster(place: ClusterPlace, log: Log): Promise<Postmaster> {
  await keepLogShort(place.serverLog);
  let reason = '';
  for (let attempt = 0; attempt < startAttempts; attempt += 1) {
    const unrelatedPid = await clearOldPostmaster(place.data, log);
    const logged = await sizeOf(place.serverLog);
    const child = await launch(place, unrelatedPid);
    const outcome = await readiness(child, place, log);
    if ('pid' in outcome) return outcome;
    reason = (await fatalLine(place.serverLog, logged)) ?? outcome.how;
    if (!heldByOldProcess.test(reason)) break;
    await sleep(attemptPauseMs);
  }
  throw new DatabaseError('cluster_failed', `PostgreSQL does not start: ${reason}`);
}

const heldByOldProcess = /lock file ".*" already exists|pre-existing shared memory block/;

/** Fast shutdown (SIGINT: sessions end, all is written), after 30 s an immediate one (SIGQUIT). */
export async function stopPostmaster(pid: number, isGone: () => Promise<boolean>): Promise<void> {
  for (const [signal, seconds] of [['SIGINT', 30] as const, ['SIGQUIT', 10] as const]) {
    if (await isGone()) return;
    signalTo(pid, signal);
    for (let waited = 0; waited < seconds * 1000; waited += 20) {
      if (await isGone()) return;
      await sleep(20);
    }
  }
  throw new DatabaseError('cluster_failed', `PostgreSQL (process ${pid}) does not stop`);
}

/** No error if the process is gone already: that is what was wanted. */
export function signalTo(pid: number, signal: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, signal);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return;
    throw new DatabaseError('cluster_failed', `cannot stop process ${pid}`, { cause });
  }
}

/**
 * Returns the number of a process that merely has the old postmaster's number, or is its corpse
 * that nobody reaps (containers without an init): PostgreSQL must be told not to wait for it.
 */
async function clearOldPostmaster(data: string, log: Log): Promise<number | undefined> {
  const old = await readPostmasterFile(data);
  if (old === undefined) return undefined;
  const kind = await processKind(old.pid, data);
  if (kind !== 'postmaster') return kind === 'other' ? old.pid : undefined;
  log.warn({ pid: old.pid }, 'stopping the PostgreSQL that a killed Wardkeep left behind');
  await stopPostmaster(old.pid, async () => (await processKind(old.pid, data)) !== 'postmaster');
  return undefined;
}

async function launch(
  place: ClusterPlace,
  unrelatedPid: number | undefined,
): Promise<ChildProcess> {
  const { user, binaries } = place;
  const socketDirectory = await makeSocketDirectory(place.home, user, place.socketRoot);
  const serverLog = await open(place.serverLog, 'a', 0o600);
  try {
    const options = ['-D', place.data, ...clusterSettings(socketDirectory, place.durable)];
    const child = spawn(join(binaries.directory, 'postgres'), options, {
      ...user,
      cwd: '/',
      env: environmentFor(binaries.environment, unrelatedPid),
      // Its own session: Ctrl-C in the terminal is for Wardkeep, which then stops it in order.
      detached: true,
      stdio: ['ignore', serverLog.fd, serverLog.fd],
    });
    child.unref();
    return child;
  } finally {
    await serverLog.close();
  }
}

/**
 * PG_GRANDPARENT_PID is how pg_ctl tells PostgreSQL that a live process of that number is no
 * postmaster (CreateLockFile in miscinit.c). The check for shared memory still in use remains.
 */
function environmentFor(base: NodeJS.ProcessEnv, pid: number | undefined): NodeJS.ProcessEnv {
  return pid === undefined ? base : { ...base, PG_GRANDPARENT_PID: String(pid) };
}

async function readiness(
  child: ChildProcess,
  place: ClusterPlace,
  log: Log,
): Promise<Postmaster | { how: string }> {
  const end: { how?: string } = {};
  const exited = ending(child).then((how) => (end.how = how));
  for (let waitedMs = 0; end.how === undefined; waitedMs += 20) {
    const file = await readPostmasterFile(place.data);
    if (file?.ready === true && file.pid === child.pid) return { pid: file.pid, exited };
    if (waitedMs > 0 && waitedMs % 10_000 === 0) {
      log.warn({ waitedMs }, 'PostgreSQL is still starting (recovery after a crash takes time)');
    }
    await sleep(20);
  }
  return { how: end.how };
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
}

async function sizeOf(file: string): Promise<number> {
  const stats = await stat(file).catch(() => undefined);
  return stats?.size ?? 0;
}

async function fatalLine(serverLog: string, from: number): Promise<string | undefined> {
  const text = (await readFile(serverLog)).subarray(from).toString('utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => line.includes('FATAL:')) ?? lines.at(-1);
}

async function keepLogShort(serverLog: string): Promise<void> {
  if ((await sizeOf(serverLog)) > largestLogBytes) await rename(serverLog, `${serverLog}.1`);
}
