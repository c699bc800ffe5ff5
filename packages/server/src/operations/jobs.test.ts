import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../testing/embedded.ts';
import { createTestDatabase, silentLog, type TestDatabase } from '../testing/index.ts';
import type { ControlProgress } from './control-answer.ts';
import { startJobs, type JobQueue, type Jobs, type WorkStatus } from './jobs.ts';
import { OperatorError } from './operator-error.ts';

let database: TestDatabase;
let jobs: Jobs | undefined;
/** Ends the handler of `gated`; each call is one job. */
let open: (() => void) | undefined;
let calls = 0;

const queues: Readonly<Record<string, JobQueue>> = {
  gated: {
    admits: 'one',
    handle: async ({ onProgress, signal }) => {
      calls += 1;
      onProgress({ phase: 'walking', done: 1, total: 2 });
      await new Promise<void>((resolve, reject) => {
        open = resolve;
        signal.addEventListener('abort', () => {
          reject(new Error('stopped'));
        });
      });
      return { walked: 2 };
    },
  },
  many: {
    admits: 'many',
    handle: ({ payload }) => Promise.resolve({ payload }),
  },
  counted: {
    admits: 'many',
    handle: async () => {
      most = Math.max(most, (atOnce += 1));
      await new Promise((resolve) => setTimeout(resolve, 30));
      atOnce -= 1;
      return {};
    },
  },
  refusing: {
    admits: 'one',
    handle: () => Promise.reject(new OperatorError('not_found', 'There is no such person.')),
  },
  breaking: {
    admits: 'one',
    handle: () => Promise.reject(new Error('Key (email)=(canary@example.test) already exists')),
  },
  ticking: {
    admits: 'one',
    handle: () => {
      ticks += 1;
      return Promise.resolve({});
    },
  },
  long: { admits: 'one', handle: ({ isResumed }) => Promise.resolve({ isResumed }) },
};
let ticks = 0;
let atOnce = 0;
let most = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  jobs = await started();
});
afterAll(async () => {
  await jobs?.stop();
  await database.drop();
});

test('what pg-boss noted of running jobs, when a process died, holds nothing up after a restart', async () => {
  await jobs?.stop();
  await run(database.db, `update pgboss.queue set singletons_active = array[null]::text[]`);
  jobs = await started();
  const job = await jobs.start('many', { turn: 'after' });
  const outcome = jobs.follow(job, () => undefined);
  const late = new Promise((resolve) => setTimeout(resolve, 10_000, 'held up'));
  expect(await Promise.race([outcome, late])).toEqual({ result: { payload: { turn: 'after' } } });
}, 30_000);

async function started(log = silentLog): Promise<Jobs> {
  const schedules = [{ queue: 'ticking', everyMs: 200, firstAfterMs: 50 }];
  return startJobs({ settings: database.settings, queues, schedules, log, lookMs: 1_000 });
}

function theJobs(): Jobs {
  if (jobs === undefined) throw new Error('not started');
  return jobs;
}

async function gatedWork(): Promise<readonly WorkStatus[]> {
  return (await theJobs().running()).filter(({ work }) => work === 'gated');
}

function stored(): Promise<Record<string, unknown>[]> {
  return run(database.db, 'select name, data, output, state from pgboss.job');
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('who asks while it runs follows the running one, with its progress and its result', async () => {
  const first = await theJobs().start('gated', { reason: 'operator' });
  const seen: ControlProgress[] = [];
  const following = theJobs().follow(first, (progress) => seen.push(progress));
  await until(() => seen.length > 1);
  expect(await theJobs().start('gated', { reason: 'scheduled' })).toEqual(first);
  expect(await gatedWork()).toMatchObject([
    { id: first.id, work: 'gated', state: 'running', progress: { phase: 'walking' } },
  ]);
  open?.();
  expect(await following).toEqual({ result: { walked: 2 } });
  expect(seen).toEqual([
    { phase: 'begin', done: 0, total: 0 },
    { phase: 'walking', done: 1, total: 2 },
  ]);
  expect(calls).toBe(1);
  expect(await gatedWork()).toEqual([]);
});

test('different jobs of a queue for many wait for each other; the same one is there once', async () => {
  const [one, other, same] = await Promise.all(
    ['a', 'b', 'a'].map((personId) => theJobs().start('many', { personId })),
  );
  expect(other?.id).not.toBe(one?.id);
  for (const [job, personId] of [
    [one, 'a'],
    [other, 'b'],
    [same, 'a'],
  ] as const) {
    if (job === undefined) throw new Error('three were started');
    const outcome = await theJobs().follow(job, () => undefined);
    expect(outcome).toEqual({ result: { payload: { personId } } });
  }
});

test('of two servers one at a time has a job of a queue, and a queue for one has one job', async () => {
  const other = await started();
  const counted = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      (index % 2 === 0 ? theJobs() : other).start('counted', { personId: String(index) }),
    ),
  );
  for (const job of counted) await other.follow(job, () => undefined);
  expect([counted.length, most]).toEqual([8, 1]);
  const before = calls;
  const [one, two] = await Promise.all([theJobs().start('gated', {}), other.start('gated', {})]);
  expect(one.id).toBe(two.id);
  expect([await other.hasOthers(), await theJobs().hasOthers()]).toEqual([true, true]);
  await until(() => calls === before + 1);
  open?.();
  await other.follow(one, () => undefined);
  await other.stop();
  // PostgreSQL notices a closed connection a moment later.
  await until(async () => !(await theJobs().hasOthers()));
});

test('a failure is told at once; what can’t be helped by waiting is not tried again', async () => {
  const refused = await theJobs().start('refusing', {});
  expect(await theJobs().follow(refused, () => undefined)).toEqual({
    error: { code: 'not_found', message: 'There is no such person.' },
  });
  const broken = await theJobs().start('breaking', {});
  expect(await theJobs().follow(broken, () => undefined)).toMatchObject({
    error: { code: 'failed' },
  });
  const states = Object.fromEntries((await stored()).map((job) => [job['name'], job['state']]));
  expect(states).toMatchObject({
    refusing: 'completed',
    breaking: expect.not.stringMatching('completed'),
  });
});

test('the queue keeps nothing of an error but its code and our own sentence', async () => {
  const text = JSON.stringify(await stored());
  expect(text).toContain('"failed"');
  expect(text).not.toContain('canary');
  expect(text).not.toContain('.ts:');
});

test('a schedule runs without anybody asking', async () => {
  const before = ticks;
  await until(() => ticks >= before + 2);
});

test('work goes on after the database has dropped every connection', async () => {
  const before = ticks;
  await run(
    database.db,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'wardkeep-jobs/%'`,
  );
  await until(() => ticks > before + 1);
  const job = await theJobs().start('many', { personId: 'after' });
  expect(await theJobs().follow(job, () => undefined)).toMatchObject({ result: {} });
});

test('an unknown job is said to be lost', async () => {
  await expect(
    theJobs().follow({ queue: 'many', id: randomUUID(), retries: 0 }, () => undefined),
  ).rejects.toMatchObject({ code: 'work_lost' });
});

describe('a process that ends', () => {
  test('by stopping gives its job back; the next process goes on with it', async () => {
    const before = calls;
    const job = await theJobs().start('gated', { reason: 'operator' });
    await until(() => calls === before + 1);
    await theJobs().stop();
    jobs = await started();
    const following = jobs.follow(job, () => undefined);
    await until(() => calls === before + 2);
    open?.();
    expect(await following).toEqual({ result: { walked: 2 } });
  });

  test('by kill -9 has its job resumed by another within 30 s, for the same follower', async () => {
    await theJobs().stop();
    const script = path.join(import.meta.dirname, '../testing/jobs-process-main.ts');
    const child = spawn(process.execPath, [script, JSON.stringify(database.settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const begun = once(child.stdout, 'data');
    await begun;
    child.kill('SIGKILL');
    const killedAt = performance.now();
    jobs = await started();
    const job = await jobs.start('long', {});
    expect(await jobs.follow(job, () => undefined)).toEqual({ result: { isResumed: true } });
    expect(performance.now() - killedAt).toBeLessThan(30_000);
  }, 60_000);
});
