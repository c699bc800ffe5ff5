import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../db/log.ts';
import { recordOperation } from '../gate/index.ts';
import type { ControlProgress } from './control-answer.ts';
import type { ErasureParts } from './erasure/index.ts';
import type { JobPayload, Jobs, WorkStatus } from './jobs.ts';
import {
  erasureParts,
  openKeyQueues,
  type KeyQueues,
  type KeyWorkParts,
} from './key-work-queues.ts';
import { markRevoked, type RevocationTarget } from './key-work-renewal.ts';
import type { RotationReason } from './key-work-rotation.ts';
import { OperatorError } from './operator-error.ts';
import { operatorErrorOf, WorkError } from './told-error.ts';

type OnProgress = (progress: ControlProgress) => void;
type Result = Readonly<Record<string, unknown>>;

/**
 * The one place that runs long key work. Whoever asks for what runs already follows it; who stops following stops
 * nothing. Every method throws what the work threw, by its code.
 */
export interface KeyWork {
  /** With its event, for it is the operator who asks. */
  rotate(onProgress: OnProgress): Promise<Result>;
  revoke(target: RevocationTarget, onProgress: OnProgress): Promise<Result>;
  /** @param personId - Whose erasure is confirmed. */
  erase(personId: string, onProgress: OnProgress): Promise<Result>;
  /** Never throws: what can't be queued now is found by the next look. */
  beginErasing(personId: string): void;
  /**
   * Work with a secret that no queue may hold, so it ends with this process; the same command again goes on. Alone in
   * this process, and not beside a rotation on any.
   * @throws OperatorError `busy`
   */
  runHere(
    work: 'keys.migrate' | 'keys.restore',
    run: (onProgress: OnProgress) => Promise<Result>,
    onProgress: OnProgress,
  ): Promise<Result>;
  /** What erasures work with, for a plan; this process alone is no promise. @throws OperatorError `locked` */
  erasureParts(): ErasureParts;
  /** Waits until nothing runs, telling how far each is. */
  follow(onProgress: OnProgress): Promise<void>;
  running(): Promise<readonly WorkStatus[]>;
  /** Opens the job queue once the keys are open, trying again until it does. */
  start(): void;
  stop(): Promise<void>;
}

const FOLLOW_MS = 500;

export function openKeyWork(parts: KeyWorkParts): KeyWork {
  const queue = openKeyQueues(parts);
  const local = new Map<string, WorkStatus>();
  const running = async (): Promise<readonly WorkStatus[]> => {
    const queued = (await queue.started()?.running()) ?? [];
    return [...local.values(), ...queued.filter(({ work }) => SHOWN.has(work))];
  };
  return {
    rotate: async (onProgress) => {
      const gate = parts.gate();
      refuseBeside(local);
      const jobs = queue.jobs();
      await recordOperation(gate, {
        action: 'keys.rotate',
        outcome: 'success',
        reason: 'requested',
      });
      const reason: RotationReason = 'requested';
      return follow(jobs, ['keys.rotate', { reason }], onProgress);
    },
    revoke: async (target, onProgress) => {
      const jobs = queue.jobs();
      await markRevoked(parts.gate(), target);
      return follow(jobs, ['keys.renew', { ...target }], onProgress);
    },
    erase: async (personId, onProgress) => {
      parts.gate();
      return follow(queue.jobs(), ['persons.erase', { personId }], onProgress);
    },
    beginErasing: (personId) => {
      beginErasing(queue, personId, parts.log);
    },
    runHere: async (work, run, onProgress) => {
      refuseBeside(local);
      if ((await running()).some((other) => other.work === 'keys.rotate')) throw busy();
      return runLocally(local, { work, run, onProgress });
    },
    erasureParts: () => erasureParts(parts, false),
    follow: (onProgress) => followAll(running, onProgress),
    running,
    start: () => {
      queue.start();
    },
    stop: () => queue.stop(),
  };
}

/** What an operator waits for; the server's own looks are not shown. */
const SHOWN: ReadonlySet<string> = new Set(['keys.rotate', 'keys.renew', 'persons.erase']);

async function follow(
  jobs: Jobs,
  [queue, payload]: readonly [queue: string, payload: JobPayload],
  onProgress: OnProgress,
): Promise<Result> {
  const outcome = await jobs.follow(await jobs.start(queue, payload), onProgress);
  if ('error' in outcome) throw new WorkError(outcome.error);
  return outcome.result;
}

function beginErasing(queue: KeyQueues, personId: string, log: Log): void {
  const begun = queue.started()?.start('persons.erase', { personId });
  begun?.catch((error: unknown) => {
    const { code } = operatorErrorOf(error);
    log.warn({ code }, 'an erasure could not be queued; the next look finds it');
  });
}

async function followAll(
  running: () => Promise<readonly WorkStatus[]>,
  onProgress: OnProgress,
): Promise<void> {
  for (let works = await running(); works.length > 0; works = await running()) {
    for (const { work, progress } of works) {
      const { phase = 'waiting', done = 0, total = 0 } = progress ?? {};
      onProgress({ phase: `${work}: ${phase}`, done, total });
    }
    await sleep(FOLLOW_MS);
  }
}

function refuseBeside(local: ReadonlyMap<string, WorkStatus>): void {
  if (local.size > 0) throw busy();
}

function busy(): OperatorError {
  return new OperatorError('busy', 'Other key work is running: wardkeep keys status shows it.');
}

async function runLocally(
  local: Map<string, WorkStatus>,
  {
    work,
    run,
    onProgress,
  }: {
    readonly work: string;
    readonly run: (onProgress: OnProgress) => Promise<Result>;
    readonly onProgress: OnProgress;
  },
): Promise<Result> {
  const status = { id: work, work, state: 'running' as const, startedAt: new Date().toISOString() };
  local.set(work, { ...status, progress: null });
  try {
    return await run((progress) => {
      local.set(work, { ...status, progress });
      onProgress(progress);
    });
  } finally {
    local.delete(work);
  }
}
