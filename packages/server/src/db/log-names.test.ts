import { expect, test } from 'vitest';
import { compareLogs, logNameOf, placeOfLog } from './log-names.ts';

test.each([
  ['2026', { year: 2026, epoch: 1 }],
  ['2026-2', { year: 2026, epoch: 2 }],
  ['0999-10', { year: 999, epoch: 10 }],
])('%s is read, and written the same', (log, place) => {
  expect(placeOfLog(log)).toEqual(place);
  expect(logNameOf(place)).toBe(log);
});

test.each(['', '26', '2026-', '2026-0', '2026-1', '2026-02', '2026-2\n', '../2026', '2026/2'])(
  '%j names no log',
  (log) => {
    expect(placeOfLog(log)).toBeUndefined();
  },
);

test('logs are in the order in which they were begun', () => {
  const order = ['none', '2025', '2026', '2026-2', '2026-10', '2027'];
  expect(order.toReversed().toSorted(compareLogs)).toEqual(order);
});
