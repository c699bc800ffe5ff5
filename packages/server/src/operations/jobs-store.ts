import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PgBoss, type ConstructorOptions, type JobWithMetadata } from 'pg-boss';
import { z } from 'zod';
import type { ConnectionSettings } from '../db/connection-settings.ts';
import { databaseErrorFrom } from '../db/database-error.ts';
import type { Log } from '../db/log.ts';

/** pg-boss in the same database, in a schema of its own that the service's role makes and owns. */
export interface JobStore {
  /** @returns undefined when the queue's policy lets no other job in beside one that is there. */
  add(queue: string, payload: object): Promise<string | undefined>;
  /** Jobs that wait or run, oldest first. */
  pending(queue: string): Promise<readonly StoredJob[]>;
  read(queue: string, id: string): Promise<StoredJob | undefined>;
  /** Lets a job that waits for its next attempt begin now. */
  bringForward(queue: string, id: string): Promise<void>;
  /** Keeps what a running job says of itself, where every node can read it. */
  note(queue: string, id: string, output: object): Promise<void>;
  work(queue: string, run: (job: StoredJob) => Promise<Settled>): Promise<void>;
  /** Looks at once, instead of at the next poll. */
  wake(queue: string): void;
  /** Gives jobs whose process died back to their queues. @returns how many, and which queues have something to do. */
  look(): Promise<{ readonly revived: number; readonly due: readonly string[] }>;
  /** Whether another process works on these queues, as far as its connection shows. */
  hasOthers(): Promise<boolean>;
  /** Deletes what ended long ago. */
  maintain(): Promise<void>;
  /** @param graceMs - For jobs that run; then they are given back to the queue. */
  stop(graceMs: number): Promise<void>;
}

export interface QueueDefinition {
  /** `one`: one waits or runs. `many`: one runs, any number wait. Over all nodes. */
  readonly admits: 'one' | 'many';
}

export interface StoredJob {
  readonly id: string;
  readonly queue: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** How often it was given back to the queue: failed, or its process died. */
  readonly retries: number;
  readonly payload: unknown;
  readonly output: unknown;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
}

export interface Settled {
  readonly status: 'completed' | 'failed';
  readonly output: object;
}

/**
 * A process that died is noticed when its heartbeat is overdue; pg-boss wants 10 s at least. With the look each 5 s
 * (`jobs.ts`) and the retry's delay of at most 2 s, its job goes on within 20 s elsewhere.
 */
const HEARTBEAT = { heartbeatSeconds: 10, refreshSeconds: 3 };

const JOB_OPTIONS = {
  heartbeatSeconds: HEARTBEAT.heartbeatSeconds,
  expireInSeconds: 24 * 3600,
  // What fails is tried until it works or its state says that there is nothing to do.
  retryLimit: 1_000_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  deleteAfterSeconds: 24 * 3600,
};

/** Only as a net: whoever adds a job wakes its own worker. */
const POLLING_SECONDS = 30;
const HOUR = 3600;
/** 14 and 36 characters; PostgreSQL keeps 63. */
const APPLICATION = 'wardkeep-jobs/';

const STATES = {
  created: 'waiting',
  retry: 'waiting',
  active: 'running',
  completed: 'done',
  cancelled: 'failed',
  failed: 'failed',
} as const;

const Row = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['created', 'retry', 'active', 'completed', 'cancelled', 'failed']),
  retry_count: z.coerce.number(),
  data: z.unknown(),
  output: z.unknown(),
  created_on: z.date(),
  started_on: z.date().nullable(),
});

const COLUMNS = 'id, name, state, retry_count, data, output, created_on, started_on';

/** @throws DatabaseError; nothing is left open then. The role must be allowed to make a schema in its database. */
export async function openJobStore(
  settings: ConnectionSettings,
  queues: Readonly<Record<string, QueueDefinition>>,
  log: Log,
): Promise<JobStore> {
  const name = `${APPLICATION}${randomUUID()}`;
  const boss = new PgBoss(options(settings, name));
  // Messages of the driver may quote statements: only what it is goes into the log.
  boss.on('error', () => {
    log.warn({ part: 'jobs' }, 'the job queue could not reach its database');
  });
  try {
    await boss.start();
    const there = new Set((await boss.getQueues()).map((queue) => queue.name));
    for (const [name, { admits }] of Object.entries(queues)) {
      const policy = admits === 'one' ? 'exclusive' : 'singleton';
      if (!there.has(name)) await boss.createQueue(name, { policy });
      await forgetSnapshot(boss, name);
    }
  } catch (error) {
    await boss.stop({ graceful: false });
    throw databaseErrorFrom(error);
  }
  return storeOn(boss, name);
}

function options(settings: ConnectionSettings, name: string): ConstructorOptions {
  return {
    ...('connectionString' in settings
      ? { connectionString: settings.connectionString }
      : { ...settings }),
    schema: 'pgboss',
    application_name: name,
    max: 2,
    connectionTimeoutMillis: 5_000,
    // Its supervisor and its cron write each minute although nothing happens; `look` and `maintain` do it instead.
    supervise: false,
    schedule: false,
    monitorIntervalSeconds: 1,
    // Another process may have looked at a bad moment; this one then sees it for a minute at most.
    queueCacheIntervalSeconds: 60,
    bamIntervalSeconds: HOUR,
  };
}

function storeOn(boss: PgBoss, name: string): JobStore {
  const workers = new Map<string, string>();
  const sql = async (text: string, values: unknown[]): Promise<readonly StoredJob[]> => {
    const { rows } = await boss.getDb().executeSql(text, values);
    return z.array(Row).parse(rows).map(fromRow);
  };
  return {
    add: async (queue, payload) => (await boss.send(queue, payload, JOB_OPTIONS)) ?? undefined,
    pending: (queue) =>
      sql(
        `select ${COLUMNS} from pgboss.job where name = $1 and state in ('created', 'retry', 'active')
        order by created_on, id`,
        [queue],
      ),
    read: async (queue, id) => {
      const text = `select ${COLUMNS} from pgboss.job where name = $1 and id = $2`;
      return (await sql(text, [queue, id]))[0];
    },
    bringForward: async (queue, id) => {
      await boss.update(queue, undefined, { id, startAfter: 0 });
    },
    note: async (queue, id, output) => {
      await boss
        .getDb()
        .executeSql(
          `update pgboss.job set output = $3 where name = $1 and id = $2 and state = 'active'`,
          [queue, id, JSON.stringify(output)],
        );
    },
    work: async (queue, run) => {
      workers.set(queue, await startWorker(boss, queue, run));
    },
    wake: (queue) => {
      boss.notifyWorker(workers.get(queue) ?? '');
    },
    look: () => look(boss),
    hasOthers: async () => {
      const text = `select from pg_stat_activity
        where datname = current_database() and starts_with(application_name, $1) and application_name <> $2`;
      return (await boss.getDb().executeSql(text, [APPLICATION, name])).rows.length > 0;
    },
    maintain: async () => {
      await boss.supervise();
      for (const queue of workers.keys()) await forgetSnapshot(boss, queue);
    },
    stop: async (graceMs) => {
      const ended = [...workers.keys()].map((queue) => boss.offWork(queue, { wait: true }));
      await Promise.race([Promise.all(ended), sleep(graceMs, undefined, { ref: false })]);
      // Not `graceful`: that waits in steps of half a second, also when nothing runs.
      await boss.stop({ graceful: false });
    },
  };
}

function startWorker(
  boss: PgBoss,
  queue: string,
  run: (job: StoredJob) => Promise<Settled>,
): Promise<string> {
  return boss.work<object, object, WorkerOptions>(
    queue,
    {
      includeMetadata: true,
      perJobResults: true,
      pollingIntervalSeconds: POLLING_SECONDS,
      heartbeatRefreshSeconds: HEARTBEAT.refreshSeconds,
    },
    (jobs: JobWithMetadata[]) =>
      Promise.all(jobs.map(async (job) => ({ id: job.id, ...(await run(fromJob(job))) }))),
  );
}

interface WorkerOptions {
  readonly includeMetadata: true;
  readonly perJobResults: true;
  readonly pollingIntervalSeconds: number;
  readonly heartbeatRefreshSeconds: number;
}

/** Writes nothing while there is nothing to do, so that it may be done often. */
async function look(boss: PgBoss): Promise<{ revived: number; due: readonly string[] }> {
  const { rows } = await boss.getDb().executeSql(
    `select name, id, state = 'active' as dead from pgboss.job
    where (state = 'active' and heartbeat_on + heartbeat_seconds * interval '1 s' < now())
      or (state in ('created', 'retry') and start_after <= now())`,
  );
  const found = z
    .array(z.object({ name: z.string(), id: z.string(), dead: z.boolean() }))
    .parse(rows);
  const dead = found.filter((job) => job.dead);
  for (const queue of new Set(dead.map((job) => job.name))) {
    await boss.supervise(queue);
    await forgetSnapshot(boss, queue);
  }
  // To have died is not to have failed: no backoff, however often the machine was switched off.
  for (const { name, id } of dead) await boss.update(name, undefined, { id, startAfter: 0 });
  return { revived: dead.length, due: [...new Set(found.map((job) => job.name))] };
}

/**
 * pg-boss writes down which singletons were active when it last looked, and fetches none of them until it looks again:
 * here that would be an hour, for work that a dead process had begun. Its index keeps two from running at once.
 */
async function forgetSnapshot(boss: PgBoss, queue: string): Promise<void> {
  await boss
    .getDb()
    .executeSql('update pgboss.queue set singletons_active = null where name = $1', [queue]);
  // Any update makes this process read the queue anew.
  await boss.updateQueue(queue, { retryLimit: JOB_OPTIONS.retryLimit });
}

function fromRow(row: z.infer<typeof Row>): StoredJob {
  return {
    id: row.id,
    queue: row.name,
    state: STATES[row.state],
    retries: row.retry_count,
    payload: row.data,
    output: row.output,
    createdAt: row.created_on,
    startedAt: row.started_on,
  };
}

function fromJob(job: JobWithMetadata): StoredJob {
  return {
    id: job.id,
    queue: job.name,
    state: 'running',
    retries: job.retryCount,
    payload: job.data,
    output: job.output,
    createdAt: job.createdOn,
    startedAt: job.startedOn,
  };
}
