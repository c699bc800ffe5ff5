import { expect, test } from 'vitest';
import { largest, stepRows, totalOf } from './steps.ts';

const series = (name: string, ...values: readonly number[]) => ({
  name,
  points: values.map((value, hour) => ({ at: `2026-11-22T0${hour}:00:00.000Z`, value })),
});

test('rows are in the order of time and hold 0 where a series has no point', () => {
  const [, ...late] = series('b', 5, 6).points;
  expect(stepRows([{ name: 'b', points: late }, series('a', 1)])).toEqual([
    { at: '2026-11-22T00:00:00.000Z', values: [0, 1] },
    { at: '2026-11-22T01:00:00.000Z', values: [6, 0] },
  ]);
});

test('the smallest of many are one, so that nothing is lost from the total', () => {
  const many = [3, 9, 1, 8, 7, 2, 6, 0].map((value, place) => series(`s${place}`, value, value));
  const shown = largest(many, 'others');
  expect(shown.map(({ name }) => name)).toEqual(['s0', 's1', 's3', 's4', 's6', 'others']);
  expect(shown.map(totalOf)).toEqual([6, 18, 16, 14, 12, 6]);
});

test('few are left as they are, without the empty ones', () => {
  expect(largest([series('a', 0), series('b', 1)], 'others').map(({ name }) => name)).toEqual([
    'b',
  ]);
});
