import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PasswordDoor } from './password-door.ts';

const BUSY = { code: 'too_many_requests', retryAfterS: 5, isOverload: true };

test('so many work at a time, so many wait, and the next one is sent away at once', async () => {
  const door = new PasswordDoor({ atOnce: 2, waitingMost: 3, isFullBehind: () => false });
  let working = 0;
  let most = 0;
  const work = async (): Promise<string> => {
    most = Math.max(most, (working += 1));
    await sleep(5);
    working -= 1;
    return 'done';
  };
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => door.enter(work)));
  expect(most).toBe(2);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  for (const each of outcomes.slice(5)) expect(each).toMatchObject({ reason: BUSY });
  expect(await door.enter(work)).toBe('done');
});

test('whoever waited while it became full behind the door is sent away without work; what fails leaves its place', async () => {
  let isFull = false;
  let worked = 0;
  const door = new PasswordDoor({ atOnce: 1, waitingMost: 9, isFullBehind: () => isFull });
  const first = door.enter(async () => {
    await sleep(5);
    isFull = true;
    throw new Error('broke');
  });
  const second = door.enter(() => Promise.resolve((worked += 1)));
  await expect(first).rejects.toThrow('broke');
  await expect(second).rejects.toMatchObject(BUSY);
  expect(worked).toBe(0);
  isFull = false;
  expect(await door.enter(() => Promise.resolve('in'))).toBe('in');
});
