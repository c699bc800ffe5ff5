/** A thread that checks stretches of an export; verify-export-threads.ts starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { CliError } from '../cli-error.ts';
import { exportFiles } from './export-files.ts';
import { HASH_BYTES, perfectRoot, TILE_WIDTH } from './tree.ts';
import {
  checkStretch,
  Found,
  type Destroyed,
  type SignedExport,
  type Stretch,
} from './verify-export-leaves.ts';

export interface ThreadTask extends Omit<SignedExport, 'files'> {
  readonly directory: string;
  readonly stretches: readonly Stretch[];
  /** Shared: the number of the stretch that nobody has begun. */
  readonly next: Int32Array;
}

export type ThreadMessage =
  | { readonly kind: 'leaves'; readonly count: number }
  | { readonly kind: 'stretch'; readonly number: number; readonly sum: StretchSum }
  /** Something does not fit, or can't be read. */
  | { readonly kind: 'differs' };

export interface StretchSum {
  /** Of each full tile, one after the other. */
  readonly roots: Uint8Array;
  /** The hashes of the log's last leaves where they fill no tile. */
  readonly rest: Uint8Array;
  readonly destroyed: Destroyed;
}

/** So many are told at once. */
const TOLD_LEAVES = 16 * TILE_WIDTH;

checkAll(workerData as ThreadTask); // posted by verify-export-threads.ts

function checkAll(task: ThreadTask): void {
  const { directory, stretches, next } = task;
  const signed = { ...task, files: exportFiles(directory) };
  try {
    for (;;) {
      const number = Atomics.add(next, 0, 1);
      const stretch = stretches[number];
      if (stretch === undefined) return;
      tell({ kind: 'stretch', number, sum: sumOf(signed, stretch) });
    }
  } catch (error) {
    if (!(error instanceof Found || error instanceof CliError)) throw error;
    tell({ kind: 'differs' }); // Whoever asked walks through all of it and says what it is.
  }
}

function sumOf(signed: SignedExport, stretch: Stretch): StretchSum {
  const roots = Buffer.alloc(Math.floor((stretch.end - stretch.first) / TILE_WIDTH) * HASH_BYTES);
  let rest: Uint8Array = Buffer.alloc(0);
  let untold = 0;
  const destroyed = checkStretch(signed, stretch, (first, hashes) => {
    const leaves = hashes.length / HASH_BYTES;
    if (leaves < TILE_WIDTH) rest = hashes;
    else perfectRoot(hashes).copy(roots, ((first - stretch.first) / TILE_WIDTH) * HASH_BYTES);
    untold += leaves;
    if (untold < TOLD_LEAVES) return;
    tell({ kind: 'leaves', count: untold });
    untold = 0;
  });
  tell({ kind: 'leaves', count: untold });
  return { roots, rest, destroyed };
}

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}
