import { Worker } from 'node:worker_threads';
import { addRoot, addTile, type GrowingTree } from './verify-export-tree.ts';
import type { Destroyed, SignedExport, Stretch } from './verify-export-leaves.ts';
import type { StretchSum, ThreadMessage, ThreadTask } from './verify-export-thread.ts';
import { stretchesOf } from './verify-export-stretches.ts';
import { HASH_BYTES, TILE_WIDTH } from './tree.ts';

type ThreadFinding = Exclude<ThreadMessage, { readonly kind: 'differs' }>;

/** Something does not fit, or can’t be read: what is first of it, threads don’t say. */
export class ThreadsDiffer extends Error {}

interface Sharing {
  readonly threads: number;
  readonly onProgress: (done: number, size: number) => void;
}

/** A thread that was kept waiting by other programs leaves more of them to the others. */
const STRETCHES_EACH = 4;

/**
 * Checks all leaves on several threads, and grows the tree from what they say. When this settles, no thread is left.
 * @throws {@link ThreadsDiffer}; {@link Found} for a tile above the leaves; the error of a thread that failed
 */
export async function checkOnThreads(
  { files, verifierKey, size }: SignedExport,
  tree: GrowingTree,
  { threads, onProgress }: Sharing,
): Promise<Destroyed> {
  const stretches = stretchesOf(files, size, threads * STRETCHES_EACH);
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { directory } = files;
  const task: ThreadTask = { directory, verifierKey, size, stretches, next };
  let done = 0;
  const sums = await sumsOf(task, Math.min(threads, stretches.length), (leaves) => {
    done += leaves;
    onProgress(done, size);
  });
  const destroyed = { cores: 0, details: 0 };
  for (const [number, stretch] of stretches.entries()) {
    const sum = sums.get(number);
    if (sum === undefined) throw new Error('threads left leaves unchecked');
    growBy(tree, stretch, sum);
    destroyed.cores += sum.destroyed.cores;
    destroyed.details += sum.destroyed.details;
  }
  return destroyed;
}

/** By the number of the stretch. */
async function sumsOf(
  task: ThreadTask,
  threads: number,
  onLeaves: (leaves: number) => void,
): Promise<ReadonlyMap<number, StretchSum>> {
  const sums = new Map<number, StretchSum>();
  const workers = Array.from({ length: threads }, () => newThread(task));
  const onMessage = (message: ThreadFinding): void => {
    if (message.kind === 'leaves') onLeaves(message.count);
    else sums.set(message.number, message.sum);
  };
  try {
    await Promise.all(workers.map((worker) => endOf(worker, onMessage)));
    return sums;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function newThread(task: ThreadTask): Worker {
  const script = new URL('./verify-export-thread.ts', import.meta.url);
  return new Worker(script, { workerData: task, execArgv: [] });
}

/** Rejects with the error of the thread, or when something in it does not fit. */
function endOf(worker: Worker, onMessage: (message: ThreadFinding) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'differs') reject(new ThreadsDiffer('the export does not fit'));
      else onMessage(message);
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      resolve();
    });
  });
}

function growBy(tree: GrowingTree, { first, end }: Stretch, { roots, rest }: StretchSum): void {
  for (let at = 0; at < roots.length; at += HASH_BYTES) {
    const leaf = first + (at / HASH_BYTES) * TILE_WIDTH;
    addRoot(tree, { leaf, level: 1, root: Buffer.from(roots.subarray(at, at + HASH_BYTES)) });
  }
  if (rest.length > 0) addTile(tree, end - rest.length / HASH_BYTES, Buffer.from(rest));
}
