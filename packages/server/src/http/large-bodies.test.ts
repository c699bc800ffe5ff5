import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { importRecords } from '@wardkeep/contract';
import { withBodySlot } from './large-bodies.ts';

const large = { 'content-length': String(10 * 1024 * 1024) };

let senders = 0;
const another = () => Promise.resolve(`sender ${senders++}`);

test('of requests with large bodies two run at a time and sixteen wait; the rest is told to come back', async () => {
  let running = 0;
  let most = 0;
  const one = () =>
    withBodySlot(importRecords, large, another, async () => {
      most = Math.max(most, ++running);
      await sleep(5);
      running--;
    });
  const first = Array.from({ length: 10 }, one);
  await first[0];
  await Promise.all([...first, one(), one()]);
  expect(most).toBe(2);
  const results = await Promise.allSettled(Array.from({ length: 20 }, one));
  const refused = results.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(2);
  await one();
});

test('a slot is given back by work that fails, and small bodies need none', async () => {
  const failing = () =>
    withBodySlot(importRecords, large, another, () => Promise.reject(new Error('broke')));
  for (let times = 0; times < 5; times++) await expect(failing()).rejects.toThrow('broke');
  const blocked = [1, 2].map(() => withBodySlot(importRecords, large, another, () => sleep(50)));
  await expect(
    withBodySlot(importRecords, { 'content-length': '10' }, another, () => Promise.resolve('done')),
  ).resolves.toBe('done');
  await Promise.all(blocked);
});

test('whoever sends many large bodies at once waits for each of their own, and keeps nobody else waiting', async () => {
  const ends: (() => void)[] = [];
  const slow = () =>
    withBodySlot(
      importRecords,
      large,
      () => Promise.resolve('one'),
      () => new Promise<void>((resolve) => ends.push(resolve)),
    );
  const own = [slow(), slow(), slow(), slow()];
  await sleep(0);
  expect(ends).toHaveLength(1);
  await expect(slow()).rejects.toMatchObject({ code: 'too_many_requests' });
  await expect(
    withBodySlot(importRecords, large, another, () => Promise.resolve('done')),
  ).resolves.toBe('done');
  for (let done = 0; done < 4; done++) {
    ends[done]?.();
    await own[done];
    await sleep(0);
  }
});
