import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Lane } from './password-lanes.ts';
import { PasswordThreads } from './password-threads.ts';
import type { HashTask, Hashed } from './password-worker.ts';

let threads: PasswordThreads<HashTask, Hashed>;
afterEach(() => threads.close());

function start(waitingMost: number): void {
  const script = new URL('./password-worker.ts', import.meta.url);
  threads = new PasswordThreads({ script, threads: 1, waitingMost });
}

const settings = { kind: 'argon2id', bcryptCost: 12 } as const;
const run = (lane: Lane, secret = 'secret') =>
  threads.run({ kind: 'hash', secret, settings }, lane);

test('a lane that is full refuses the next one with a time to come back; the other lane still lets in', async () => {
  start(3);
  const ended: string[] = [];
  const note = (name: string, work: Promise<unknown>) => work.then(() => ended.push(name));
  // One runs, three wait.
  const working = ['s1', 's2', 's3', 's4'].map((name) => note(name, run('stranger')));
  await expect(run('stranger')).rejects.toMatchObject({
    code: 'too_many_requests',
    retryAfterS: 5,
  });
  working.push(note('k1', run('known')));
  await Promise.all(working);
  expect(ended).toEqual(['s1', 'k1', 's2', 's3', 's4']);
  expect((await run('stranger')).hash).toBeDefined();
});

test('known ones do not starve strangers either: the lanes take turns', async () => {
  start(4);
  const ended: string[] = [];
  const lanes: readonly Lane[] = ['known', 'known', 'known', 'stranger', 'stranger'];
  await Promise.all(lanes.map((lane) => run(lane).then(() => ended.push(lane))));
  expect(ended).toEqual(['known', 'stranger', 'known', 'stranger', 'known']);
});

test('a hash that is none matches nothing, and the thread goes on', async () => {
  start(2);
  const task = { kind: 'check', secret: 'x', stored: 'no hash', settings } as const;
  const [bad, good] = await Promise.allSettled([threads.run(task, 'known'), run('known')]);
  expect(bad.status === 'fulfilled' && bad.value.matches).toBe(false);
  expect(good.status).toBe('fulfilled');
});

test('nobody waits for threads that were stopped', async () => {
  start(2);
  const waiting = [run('stranger'), run('stranger')].map((each) =>
    expect(each).rejects.toThrow('stopped'),
  );
  await sleep(1);
  await threads.close();
  await Promise.all(waiting);
  await expect(run('known')).rejects.toThrow('stopped');
});
