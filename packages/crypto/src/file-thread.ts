/** A thread that seals or opens stretches of one file; file-work.ts starts it. */
import { readSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { CryptoError, type CryptoErrorCode } from './errors.ts';
import { countDone, isStopped, stop, takeNext, type Progress } from './file-progress.ts';
import {
  clearDesk,
  cutShort,
  newDesk,
  stretchAt,
  stretchCount,
  workOn,
  type Desk,
  type FileJob,
  type Stretch,
} from './file-stretch.ts';

/** What the thread is told: the keys of this one file, never the key that they come from. */
export type ThreadTask = {
  readonly job: FileJob;
  /** File descriptors, which stay open until the thread has ended. */
  readonly source: number;
  readonly target: number;
  readonly progress: Progress;
};

export type ThreadResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly code: CryptoErrorCode; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string; readonly details: object };

const task = workerData as ThreadTask; // posted by file-work.ts
parentPort?.postMessage(resultOf(task));

function resultOf(task: ThreadTask): ThreadResult {
  const desk = newDesk();
  try {
    workOnAll(task, desk);
    return { kind: 'done' };
  } catch (error) {
    stop(task.progress);
    return failureFrom(error);
  } finally {
    clearDesk(desk);
  }
}

function workOnAll({ job, source, target, progress }: ThreadTask, desk: Desk): void {
  const count = stretchCount(job);
  let index = takeNext(progress);
  while (index < count && !isStopped(progress)) {
    const stretch = stretchAt(job, index);
    if (!readStretch(source, stretch, desk.input)) throw cutShort(job);
    const length = workOn(job, stretch, desk);
    writeStretch(target, desk.output.subarray(0, length), stretch.writeAt);
    countDone(progress);
    index = takeNext(progress);
  }
}

/** Whether the source reaches that far. */
function readStretch(source: number, { readAt, readLength }: Stretch, input: Buffer): boolean {
  for (let done = 0; done < readLength;) {
    const bytes = readSync(source, input, done, readLength - done, readAt + done);
    if (bytes === 0) return false;
    done += bytes;
  }
  return true;
}

function writeStretch(target: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(target, bytes, done, bytes.length - done, position + done);
  }
}

/** As plain data: an error that is posted loses its class and its code. */
function failureFrom(error: unknown): ThreadResult {
  if (error instanceof CryptoError) {
    return { kind: 'refused', code: error.code, message: error.message };
  }
  if (!(error instanceof Error)) return { kind: 'failed', message: String(error), details: {} };
  return {
    kind: 'failed',
    message: error.message,
    details: Object.fromEntries(Object.entries(error)),
  };
}
