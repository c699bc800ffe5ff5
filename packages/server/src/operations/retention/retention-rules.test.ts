import { expect, test } from 'vitest';
import { yearsPast } from './retention-rules.ts';

const past = (year: number, ...times: string[]) =>
  yearsPast([year], { keptYears: 7, clocks: times.map((time) => new Date(time)) }).length > 0;

test.for([
  // Of the last moment of 2018.
  ['2018-12-31T23:59:59.999Z', false],
  ['2025-12-30T23:59:59.999Z', false],
  ['2025-12-31T23:59:59.999Z', false],
  ['2026-01-01T00:00:00.000Z', true],
  ['2030-06-01T00:00:00.000Z', true],
] as const)('kept for seven years, the events of 2018 are past it at %s: %s', ([time, isPast]) => {
  expect(past(2018, time)).toBe(isPast);
});

test('a clock that runs ahead of another destroys nothing', () => {
  expect(past(2018, '2026-01-02T00:00:00Z', '2025-12-31T00:00:00Z')).toBe(false);
  expect(past(2018, '2025-12-31T00:00:00Z', '2026-01-02T00:00:00Z')).toBe(false);
});

test('the oldest year comes first', () => {
  const clocks = [new Date('2026-05-01T00:00:00Z')];
  expect(yearsPast([2019, 2017, 2018, 2012], { keptYears: 7, clocks })).toEqual([2012, 2017, 2018]);
});
