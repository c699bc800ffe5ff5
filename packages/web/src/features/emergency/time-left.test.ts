import { expect, test } from 'vitest';
import { timeLeft } from './time-left.ts';

const UNTIL = '2026-11-22T12:00:00.000Z';

test.each([
  ['2026-11-22T11:00:00.000Z', { minutes: 60, clock: '60:00', isOver: false }],
  ['2026-11-22T11:00:00.400Z', { minutes: 60, clock: '60:00', isOver: false }],
  ['2026-11-22T11:58:53.000Z', { minutes: 2, clock: '1:07', isOver: false }],
  ['2026-11-22T11:59:59.900Z', { minutes: 1, clock: '0:01', isOver: false }],
  ['2026-11-22T12:00:00.000Z', { minutes: 0, clock: '0:00', isOver: true }],
  ['2026-11-22T15:00:00.000Z', { minutes: 0, clock: '0:00', isOver: true }],
])('seen at %s', (now, left) => {
  expect(timeLeft(UNTIL, new Date(now))).toEqual(left);
});
