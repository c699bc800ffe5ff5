import { Worker } from 'node:worker_threads';
import { CryptoError } from './errors.ts';
import { runLane } from './file-lane.ts';
import { doneOf, newProgress, stop } from './file-progress.ts';
import { stretchCount, type FileJob, type OpenFiles } from './file-stretch.ts';
import type { ThreadResult, ThreadTask } from './file-thread.ts';

/**
 * Seals or opens all stretches of a file on `threads` threads, of which the caller's is one: it works
 * while the others start. When this settles, however it does, nobody uses the files any more.
 *
 * @throws {@link CryptoError} `not_authentic`, `bad_input` for a source that was cut meanwhile; the
 * system's error of a read or a write; the signal's reason.
 */
export async function workOnFile(
  job: FileJob,
  files: OpenFiles,
  { threads, signal }: { readonly threads: number; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  // The listener hears nothing of an abort that was before it.
  signal?.throwIfAborted();
  const progress = newProgress();
  const task = { job, source: files.source.fd, target: files.target.fd, progress };
  const stopAll = (): void => stop(progress);
  signal?.addEventListener('abort', stopAll, { once: true });
  try {
    const others = Array.from({ length: threads - 1 }, () => startThread(task));
    const lanes = [runLane(job, files, progress), runLane(job, files, progress)];
    const settled = await Promise.allSettled(lanes);
    const failed = settled.find((lane) => lane.status === 'rejected');
    const allDone = doneOf(progress) === stretchCount(job);
    // A thread that is still starting has nothing left to do, or nothing that anybody wants.
    if (allDone || failed || signal?.aborted) await Promise.all(others.map(({ end }) => end()));
    const results = await Promise.all(others.map(({ result }) => result));
    signal?.throwIfAborted();
    if (failed) throw failed.reason;
    if (doneOf(progress) !== stretchCount(job)) throw failureOf(results);
  } finally {
    signal?.removeEventListener('abort', stopAll);
  }
}

type Thread = { readonly result: Promise<ThreadResult>; readonly end: () => Promise<unknown> };

/** Its result comes once the thread has ended, and never rejects. */
function startThread(task: ThreadTask): Thread {
  const worker = new Worker(threadUrl(), { workerData: task, execArgv: [] });
  const result = new Promise<ThreadResult>((resolve) => {
    let last: ThreadResult = { kind: 'failed', message: 'A thread ended early.', details: {} };
    worker.on('message', (message: ThreadResult) => {
      last = message;
    });
    worker.on('error', (error: Error) => {
      stop(task.progress);
      last = { kind: 'failed', message: error.message, details: { cause: error } };
    });
    worker.on('exit', () => resolve(last));
  });
  return { result, end: () => worker.terminate() };
}

/** Beside this file, as source or as built. */
function threadUrl(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./file-thread.${extension}`, import.meta.url);
}

/** Why a stretch is missing, though the caller's own thread failed at none. */
function failureOf(results: readonly ThreadResult[]): Error {
  const failure = results.find(({ kind }) => kind !== 'done');
  if (failure?.kind === 'refused') return new CryptoError(failure.code, failure.message);
  if (failure?.kind === 'failed') return Object.assign(new Error(failure.message), failure.details);
  return new Error('A part of the file was not worked on.');
}
