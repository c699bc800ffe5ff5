import type { Log } from '../db/log.ts';
import type { ControlProgress } from './control-answer.ts';
import type { JobStore, Settled, StoredJob } from './jobs-store.ts';
import { operatorErrorOf } from './told-error.ts';

export interface JobContext {
  readonly jobId: string;
  readonly payload: unknown;
  /** True if it was begun before, by a process that died or with an error. */
  readonly isResumed: boolean;
  /** Aborted when the process stops: end at a point from which another run goes on. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ControlProgress) => void;
}

/** @returns counts, ids and times; it is kept in the queue. What it throws is tried again, unless it is {@link isFinal}. */
export type JobHandler = (context: JobContext) => Promise<Readonly<Record<string, unknown>>>;

/** What runs in this process, by job id. */
export type RunningJobs = Map<string, { progress: ControlProgress | undefined }>;

interface Shared {
  readonly store: JobStore;
  readonly running: RunningJobs;
  readonly log: Log;
  readonly stopping: AbortSignal;
}

/** Trying again can't help: the person or the world said no. */
const FINAL: ReadonlySet<string> = new Set([
  'account_altered',
  'bad_request',
  'erasure_begun',
  'erasure_waiting',
  'legal_hold',
  'not_confirmed',
  'not_found',
  'unknown_epoch',
  'unknown_person',
]);

/** How often other nodes learn of progress. */
const NOTE_MS = 1_000;

/** Runs a job and says what becomes of it. Never throws: what pg-boss would keep of an error is too much. */
export async function runJob(job: StoredJob, handle: JobHandler, shared: Shared): Promise<Settled> {
  const { store, running, log, stopping } = shared;
  const state: { progress: ControlProgress | undefined } = { progress: undefined };
  running.set(job.id, state);
  const noting = startNoting(job, state, shared);
  try {
    const result = await handle({
      jobId: job.id,
      payload: job.payload,
      isResumed: job.retries > 0,
      signal: stopping,
      onProgress: (progress) => void (state.progress = progress),
    });
    return { status: 'completed', output: { result } };
  } catch (error) {
    // Stopped on purpose: nobody's failure, and nothing to tell a follower.
    if (stopping.aborted) return { status: 'failed', output: {} };
    const told = operatorErrorOf(error);
    const isFinal = FINAL.has(told.code);
    log.warn({ job: job.queue, code: told.code, again: !isFinal, err: error }, 'key work failed');
    return { status: isFinal ? 'completed' : 'failed', output: { error: told } };
  } finally {
    clearInterval(noting);
    running.delete(job.id);
    // Else the next one of this queue waits for the next poll.
    store.wake(job.queue);
  }
}

function startNoting(
  job: StoredJob,
  state: { readonly progress: ControlProgress | undefined },
  { store, log }: Shared,
): NodeJS.Timeout {
  let noted: ControlProgress | undefined;
  const timer = setInterval(() => {
    if (state.progress === noted) return;
    noted = state.progress;
    store.note(job.queue, job.id, { progress: noted }).catch((error: unknown) => {
      log.warn({ code: operatorErrorOf(error).code }, 'progress could not be noted');
    });
  }, NOTE_MS);
  return timer.unref();
}
