import { z } from 'zod';
import type { BlobStore } from '../blobs/index.ts';
import type { ConnectionSettings } from '../db/connection-settings.ts';
import type { Log } from '../db/log.ts';
import type { Gate } from '../gate/index.ts';
import { collectOrphans, erasePerson, type ErasureParts } from './erasure/index.ts';
import { checkAudit } from './audit-check.ts';
import type { JobContext } from './jobs-run.ts';
import { startJobs, type JobQueue, type Jobs } from './jobs.ts';
import { indexPersons, type IndexPatient } from './index-persons.ts';
import { housekeep } from './key-work-housekeep.ts';
import { renew } from './key-work-renewal.ts';
import { rotate } from './key-work-rotation.ts';
import { awaitTurn } from './rotation-pace.ts';
import { OperatorError } from './operator-error.ts';
import { remindReviewers } from './remind-reviewers.ts';
import { retireAudit } from './retention/index.ts';
import { tidyAccounts } from './tidy-accounts.ts';
import { operatorErrorOf } from './told-error.ts';

export interface KeyWorkParts {
  readonly settings: ConnectionSettings;
  readonly rotationHours: number;
  readonly backupRetentionDays: number;
  /** Whole years after an event's own. */
  readonly auditYears: number;
  readonly blobs: BlobStore;
  readonly indexPatient: IndexPatient;
  /** @throws OperatorError `locked`, `keys_unavailable` */
  readonly gate: () => Gate;
  readonly log: Log;
}

const HOUSEKEEP_MS = 300_000;
const FIRST_HOUSEKEEP_MS = 5_000;
const HOUR_MS = 3_600_000;
const FIRST_HOURLY_MS = 60_000;
const DAY_MS = 86_400_000;
const FIRST_DAILY_MS = 600_000;
/** As long as another process may keep an unwrapped key (vault's key cache). */
const KEY_CACHE_MS = 60_000;
const START_AGAIN_MS = 2_000;
const LONGEST_START_AGAIN_MS = 300_000;

/** A row of the queue may be forged: it can't say that the operator asked, and what it says else is no reason to fail. */
const RotatePayload = z.object({ reason: z.enum(['scheduled', 'requested']).catch('requested') });
const ErasePayload = z.object({ personId: z.uuid() });

/** The queues once they are open: not while the keys are locked, and not before the server listens. */
export interface KeyQueues {
  /** @throws OperatorError `jobs_unavailable` */
  jobs(): Jobs;
  started(): Jobs | undefined;
  start(): void;
  stop(): Promise<void>;
}

export function openKeyQueues(parts: KeyWorkParts): KeyQueues {
  let jobs: Jobs | undefined;
  let starting: Promise<void> | undefined;
  let again: NodeJS.Timeout | undefined;
  let isStopped = false;
  let delayMs = START_AGAIN_MS;
  const begin = async (): Promise<void> => {
    try {
      parts.gate();
      jobs = await startJobs({
        settings: parts.settings,
        log: parts.log,
        queues: queuesOf(parts, () => startedJobs(jobs)),
        schedules: [
          { queue: 'keys.housekeep', everyMs: HOUSEKEEP_MS, firstAfterMs: FIRST_HOUSEKEEP_MS },
          { queue: 'files.collect', everyMs: DAY_MS, firstAfterMs: FIRST_DAILY_MS },
          { queue: 'accounts.tidy', everyMs: DAY_MS, firstAfterMs: FIRST_DAILY_MS },
          { queue: 'persons.index', everyMs: DAY_MS, firstAfterMs: FIRST_HOUSEKEEP_MS },
          { queue: 'audit.check', everyMs: HOUR_MS, firstAfterMs: FIRST_HOURLY_MS },
          { queue: 'audit.retire', everyMs: DAY_MS, firstAfterMs: FIRST_DAILY_MS },
          { queue: 'emergencies.remind', everyMs: HOUR_MS, firstAfterMs: FIRST_HOURLY_MS },
        ],
      });
    } catch (error) {
      const { code, message } = operatorErrorOf(error);
      // Whoever unlocks starts it.
      if (isStopped || code === 'locked') return;
      parts.log.error({ code, message }, 'the job queue could not be opened; it is tried again');
      again = setTimeout(start, delayMs).unref();
      delayMs = Math.min(delayMs * 2, LONGEST_START_AGAIN_MS);
    }
  };
  const start = (): void => {
    clearTimeout(again);
    if (isStopped || jobs !== undefined || starting !== undefined) return;
    starting = begin().finally(() => (starting = undefined));
  };
  return {
    jobs: () => startedJobs(jobs),
    started: () => jobs,
    start,
    stop: async () => {
      isStopped = true;
      clearTimeout(again);
      await starting;
      await jobs?.stop();
    },
  };
}

function startedJobs(jobs: Jobs | undefined): Jobs {
  if (jobs !== undefined) return jobs;
  throw new OperatorError('jobs_unavailable', 'The job queue is not open yet. Try again.');
}

function queuesOf(parts: KeyWorkParts, jobs: () => Jobs): Readonly<Record<string, JobQueue>> {
  const { gate, blobs, rotationHours } = parts;
  return {
    'keys.rotate': {
      admits: 'one',
      handle: async (job) => {
        await awaitTurn(gate(), job);
        return rotate(gate(), RotatePayload.parse(job.payload).reason, job);
      },
    },
    'keys.renew': { admits: 'many', handle: (job) => renew(gate(), blobs, job) },
    'persons.erase': {
      admits: 'many',
      handle: async (job) => {
        const { personId } = ErasePayload.parse(job.payload);
        return erase(parts, personId, { job, isAlone: !(await jobs().hasOthers()) });
      },
    },
    'keys.housekeep': {
      admits: 'one',
      handle: () => housekeep(gate(), { jobs: jobs(), rotationHours }),
    },
    'files.collect': {
      admits: 'one',
      handle: async () => ({ ...(await collectOrphans(gate().db, blobs, gate().now())) }),
    },
    'accounts.tidy': {
      admits: 'one',
      handle: async ({ signal }) => ({ ...(await tidyAccounts(gate().db, gate().now(), signal)) }),
    },
    'persons.index': {
      admits: 'one',
      handle: async ({ signal }) => ({
        ...(await indexPersons(gate(), parts.indexPatient, signal)),
      }),
    },
    'audit.check': {
      admits: 'one',
      handle: async ({ signal, onProgress }) => ({
        ...(await checkAudit(gate(), { keptYears: parts.auditYears, signal, onProgress })),
      }),
    },
    'audit.retire': {
      admits: 'one',
      handle: async ({ signal, onProgress }) => ({
        ...(await retireAudit(gate(), { keptYears: parts.auditYears, signal, onProgress })),
      }),
    },
    'emergencies.remind': {
      admits: 'one',
      handle: async () => ({ ...(await remindReviewers(gate())) }),
    },
  };
}

async function erase(
  parts: KeyWorkParts,
  personId: string,
  { job, isAlone }: { readonly job: JobContext; readonly isAlone: boolean },
): Promise<Readonly<Record<string, unknown>>> {
  const { signal, onProgress } = job;
  const how = { signal, onProgress, by: 'service' } as const;
  const result = await erasePerson(erasureParts(parts, isAlone), personId, how);
  parts.log.info({ reportId: result.reportId }, 'an erasure is finished');
  return { ...result };
}

export function erasureParts(parts: KeyWorkParts, isAlone: boolean): ErasureParts {
  const { gate, blobs, rotationHours, backupRetentionDays } = parts;
  const drainMs = isAlone ? 0 : KEY_CACHE_MS;
  return { gate: gate(), blobs, rotationHours, backupRetentionDays, drainMs };
}
