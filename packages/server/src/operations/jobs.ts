import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ConnectionSettings } from '../db/connection-settings.ts';
import type { Log } from '../db/log.ts';
import type { ControlProgress } from './control-answer.ts';
import { openJobStore, type JobStore, type QueueDefinition, type StoredJob } from './jobs-store.ts';
import { OperatorError } from './operator-error.ts';
import { runJob, type JobHandler, type RunningJobs } from './jobs-run.ts';
import { operatorErrorOf, type ToldError } from './told-error.ts';

/** Payloads are ids and our own words: the queue lies in the database, and in its backups. */
export type JobPayload = Readonly<Record<string, string>>;

export interface JobQueue extends QueueDefinition {
  readonly handle: JobHandler;
}

/** Adds a job to a queue every so often, on each node; `one` queues take it once. */
export interface JobSchedule {
  readonly queue: string;
  readonly everyMs: number;
  readonly firstAfterMs: number;
}

export interface JobsOptions {
  readonly settings: ConnectionSettings;
  readonly queues: Readonly<Record<string, JobQueue>>;
  readonly schedules: readonly JobSchedule[];
  readonly log: Log;
  /** How often to look for jobs whose process died. */
  readonly lookMs?: number;
}

export type JobOutcome =
  { readonly result: Readonly<Record<string, unknown>> } | { readonly error: ToldError };

export interface WorkStatus {
  readonly id: string;
  readonly work: string;
  readonly state: 'waiting' | 'running';
  readonly progress: ControlProgress | null;
  readonly startedAt: string | null;
}

/** A job, and how often it had failed when somebody began to follow it. */
export interface StartedJob {
  readonly queue: string;
  readonly id: string;
  readonly retries: number;
}

/** Work that survives the process that does it: one job of a queue at a time, over all nodes. */
export interface Jobs {
  /** Adds a job, or finds the one that is there for the same. */
  start(queue: string, payload: JobPayload): Promise<StartedJob>;
  /**
   * Waits for the end of a job, wherever it runs. A failure is told at once, though the job is tried again later; a
   * process that dies ends nothing.
   */
  follow(job: StartedJob, onProgress: (progress: ControlProgress) => void): Promise<JobOutcome>;
  running(): Promise<readonly WorkStatus[]>;
  /** Whether another server process works on this database. */
  hasOthers(): Promise<boolean>;
  /** Running jobs are told to stop, given a moment, and then belong to the next process. */
  stop(): Promise<void>;
}

const LOOK_MS = 5_000;
const MAINTAIN_MS = 3_600_000;
const FOLLOW_MS = 250;
const GRACE_MS = 5_000;

/** What jobs keep in the queue. */
const Output = z.object({
  progress: z.object({ phase: z.string(), done: z.number(), total: z.number() }).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** @throws DatabaseError; the caller tries again. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { queues, log } = options;
  const store = await openJobStore(options.settings, queues, log);
  const stopping = new AbortController();
  const running: RunningJobs = new Map();
  for (const [queue, { handle }] of Object.entries(queues)) {
    // What the last process left, or what failed for want of something that a restart may have brought.
    for (const { id } of await store.pending(queue)) await store.bringForward(queue, id);
    const shared = { store, running, log, stopping: stopping.signal };
    await store.work(queue, (job) => runJob(job, handle, shared));
  }
  const start = (queue: string, payload: JobPayload): Promise<StartedJob> =>
    startOne(store, queues, queue, payload);
  const stopTimers = startTimers(store, options, start);
  return {
    start,
    follow: (job, onProgress) => follow(store, running, { job, onProgress }),
    running: () => listRunning(store, Object.keys(queues), running),
    hasOthers: () => store.hasOthers(),
    stop: async () => {
      stopTimers();
      stopping.abort();
      await store.stop(GRACE_MS);
    },
  };
}

async function startOne(
  store: JobStore,
  queues: JobsOptions['queues'],
  queue: string,
  payload: JobPayload,
): Promise<StartedJob> {
  const isSame = (job: StoredJob): boolean =>
    queues[queue]?.admits === 'one' || sameWords(job.payload, payload);
  // Between the look and the insert another node may have been first; the queue's policy decides then.
  for (let tries = 0; tries < 5; tries += 1) {
    const found = (await store.pending(queue)).find(isSame);
    if (found?.state === 'waiting') await store.bringForward(queue, found.id);
    const id = found?.id ?? (await store.add(queue, payload));
    if (id === undefined) continue;
    store.wake(queue);
    return { queue, id, retries: found?.retries ?? 0 };
  }
  throw new OperatorError('busy', 'The queue takes no job now; try again.');
}

function sameWords(one: unknown, other: JobPayload): boolean {
  const sorted = (value: unknown): string =>
    JSON.stringify(Object.entries(value ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(one) === sorted(other);
}

function startTimers(store: JobStore, options: JobsOptions, start: Jobs['start']): () => void {
  const { log } = options;
  const timers = new Set<NodeJS.Timeout>();
  const every = (ms: number, firstMs: number, work: () => Promise<unknown>): void => {
    const next = (delayMs: number): void => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        next(ms);
        work().catch((error: unknown) => {
          log.warn(
            { code: operatorErrorOf(error).code },
            'the job queue could not be looked after',
          );
        });
      }, delayMs);
      timer.unref();
      timers.add(timer);
    };
    next(firstMs);
  };
  const lookMs = options.lookMs ?? LOOK_MS;
  every(lookMs, lookMs, async () => {
    const { revived, due } = await store.look();
    if (revived > 0) log.warn({ jobs: revived }, 'work of a process that ended is taken up again');
    for (const queue of due) store.wake(queue);
  });
  every(MAINTAIN_MS, MAINTAIN_MS, () => store.maintain());
  for (const { queue, everyMs, firstAfterMs } of options.schedules)
    every(everyMs, firstAfterMs, () => start(queue, {}));
  return () => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };
}

async function follow(
  store: JobStore,
  running: RunningJobs,
  followed: {
    readonly job: StartedJob;
    readonly onProgress: (progress: ControlProgress) => void;
  },
): Promise<JobOutcome> {
  const { queue, id, retries } = followed.job;
  let told = '';
  followed.onProgress({ phase: 'begin', done: 0, total: 0 });
  for (;;) {
    const job = await store.read(queue, id);
    if (job === undefined) throw new OperatorError('work_lost', 'This work is not in the queue.');
    const outcome = outcomeOf(job, retries);
    if (outcome !== undefined) return outcome;
    const progress = running.get(id)?.progress ?? outputOf(job).progress;
    const line = JSON.stringify(progress);
    if (progress !== undefined && line !== told) followed.onProgress(progress);
    told = line;
    await sleep(FOLLOW_MS);
  }
}

function outcomeOf(job: StoredJob, retriesBefore: number): JobOutcome | undefined {
  const { result, error } = outputOf(job);
  const hasFailed = job.state === 'failed' || job.state === 'done' || job.retries > retriesBefore;
  if (error !== undefined && hasFailed && job.state !== 'running') return { error };
  if (job.state === 'done') return { result: result ?? {} };
  if (job.state !== 'failed') return undefined;
  return { error: { code: 'failed', message: 'The work was given up. The log says why.' } };
}

async function listRunning(
  store: JobStore,
  queues: readonly string[],
  running: RunningJobs,
): Promise<readonly WorkStatus[]> {
  const jobs = (await Promise.all(queues.map((queue) => store.pending(queue)))).flat();
  return jobs.map((job) => ({
    id: job.id,
    work: job.queue,
    state: job.state === 'running' ? 'running' : 'waiting',
    progress: running.get(job.id)?.progress ?? outputOf(job).progress ?? null,
    startedAt: job.startedAt?.toISOString() ?? null,
  }));
}

function outputOf(job: StoredJob): z.infer<typeof Output> {
  const parsed = Output.safeParse(job.output);
  // What pg-boss writes itself, about a heartbeat that stopped, says nothing to a follower.
  return parsed.success ? parsed.data : {};
}
