import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerProcess, isReady } from '../demo/server-process.ts';
import { DatabaseError } from '../../packages/server/src/db/database-error.ts';
import { query } from '../../packages/server/src/testing/embedded.ts';
import type { ClusterAccess } from './cluster-access.ts';
import type { Importer } from './importer.ts';
import type { Road } from './road.ts';
import type { SmallDisk } from './small-disk.ts';

/** How long the disk stays full once the first request was refused for it. */
const FULL_MS = 4_000;
const FIRST_REFUSAL_MS = 60_000;
const RECOVERY_MS = 90_000;
/** Requests that have to be done again before it counts as recovered. */
const DONE_AGAIN = 4;
/** Of 16 MiB: more than the small disk. */
const SEGMENTS_MOST = 40;

export interface Fill {
  /** Refusals while the disk was full. */
  readonly refused: number;
  /** From the space's return until requests were done again. */
  readonly backSeconds: number;
}

/**
 * Fills the disk under a server that is at work, waits until it refuses, and gives the space back. The server has to go on by
 * itself.
 * @throws Error when it refuses nothing, ends, or does nothing again within 90 s.
 */
export async function fillOnce(
  { disk, takesWal }: { readonly disk: SmallDisk; readonly takesWal: boolean },
  {
    server,
    road,
    importers,
    cluster,
  }: {
    readonly server: ServerProcess;
    readonly road: Road;
    readonly importers: readonly Importer[];
    readonly cluster: ClusterAccess;
  },
): Promise<Fill> {
  let ended: string | undefined;
  server.exited.then(
    (how) => (ended = how),
    () => undefined,
  );
  const before = refusalsOf(importers);
  await disk.fill();
  try {
    if (takesWal) await useUpWal(cluster);
    await until(FIRST_REFUSAL_MS, 'nothing was refused', () => refusalsOf(importers) > before);
    await sleep(FULL_MS);
  } finally {
    await disk.free();
  }
  const refused = refusalsOf(importers) - before;
  const freedMs = performance.now();
  await until(RECOVERY_MS, 'the server is not ready again', async () => {
    if (ended !== undefined) throw new Error(`the server ended: ${ended}`);
    return isReady(server.url);
  });
  await road.busy(DONE_AGAIN);
  if (ended !== undefined) throw new Error(`the server ended: ${ended}`);
  return { refused, backSeconds: (performance.now() - freedMs) / 1000 };
}

/** Segments that are there already are many writes long. PostgreSQL panics where it can make no other, and recovers. */
async function useUpWal({ settings }: ClusterAccess): Promise<void> {
  const administrator = { ...settings, user: 'postgres', database: 'postgres' };
  for (let segment = 0; segment < SEGMENTS_MOST; segment += 1) {
    try {
      await query(administrator, `select pg_logical_emit_message(false, 'faults', 'full')`);
      await query(administrator, 'select pg_switch_wal()');
    } catch (error) {
      if (error instanceof DatabaseError) return;
      throw error;
    }
  }
  throw new Error(`${SEGMENTS_MOST} segments of the WAL had space`);
}

function refusalsOf(importers: readonly Importer[]): number {
  const counts = importers.flatMap(({ ledger }) => [...ledger.refusals.values()]);
  return counts.reduce((sum, count) => sum + count, 0);
}

async function until(
  ms: number,
  otherwise: string,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${otherwise} within ${ms / 1000} s`);
    await sleep(20);
  }
}
