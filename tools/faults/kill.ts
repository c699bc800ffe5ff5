import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerProcess, isReady } from '../demo/server-process.ts';
import type { ClusterAccess } from './cluster-access.ts';

/** What gets SIGKILL: the server, its PostgreSQL's postmaster, or both at once. */
export const KILL_KINDS = ['server', 'postmaster', 'both'] as const;
export type KillKind = (typeof KILL_KINDS)[number];

const RECOVERY_MS = 90_000;

/** @returns when everything that was to die is dead; a postmaster that just is not there counts as dead. */
export async function kill(
  kind: KillKind,
  server: ServerProcess,
  cluster: ClusterAccess,
): Promise<void> {
  const postmaster = kind === 'server' ? undefined : await cluster.postmaster();
  if (postmaster !== undefined) killNow(postmaster);
  if (kind !== 'postmaster') await server.kill();
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Waits until the server has started its PostgreSQL again by itself and says that it is ready.
 * @throws Error when it does not within 90 s.
 */
export async function recoveryOf(
  server: ServerProcess,
  cluster: ClusterAccess,
  killed: number | undefined,
): Promise<void> {
  const deadline = performance.now() + RECOVERY_MS;
  for (;;) {
    const pid = await cluster.postmaster();
    if (pid !== undefined && pid !== killed && (await isReady(server.url))) return;
    if (performance.now() > deadline)
      throw new Error('the server lives, but its database did not come back');
    await sleep(10);
  }
}
