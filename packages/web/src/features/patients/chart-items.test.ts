import type { Chart, ResultSeries } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { isCurrent, itemsOf } from './chart-items.ts';

const series = (code: string, title: string, values: readonly number[]): ResultSeries => ({
  code: `http://loinc.org|${code}`,
  title,
  unit: 'mmHg',
  referenceRange: null,
  points: values.map((value, place) => ({ id: `o${place}`, at: `2020-01-0${place + 1}`, value })),
});
const CHART: Chart = {
  patient: null,
  conditions: [],
  medications: [],
  allergies: [],
  immunizations: [],
  encounters: [],
  series: [
    series('8480-6', 'Systolic', [120, 130]),
    series('8462-4', 'Diastolic', [80, 85]),
    series('4548-4', 'HbA1c', [6]),
  ],
  results: [],
  counts: {},
};
const WORDS = { bloodPressure: 'Blood pressure', value: (value: number) => `${value} mmHg` };

test('both halves of a blood pressure are one line, among the vital signs', () => {
  const items = itemsOf(CHART, { procedures: [], notes: [] }, WORDS);
  expect(items.map(({ section, title, detail }) => [section, title, detail])).toEqual([
    ['vitals', 'Blood pressure', '120 / 80 mmHg'],
    ['vitals', 'Blood pressure', '130 / 85 mmHg'],
    ['results', 'HbA1c', '6 mmHg'],
  ]);
});

test.each([
  ['active', null, true],
  ['resolved', null, false],
  ['active', '2020-01-01', false],
  ['active', '2027-01-01', true],
  [null, null, true],
])('status %s, ended %s: going on is %s', (status, endedAt, current) => {
  const entry = { type: 'Condition', id: 'x', title: 'x', startedAt: null, detail: null };
  expect(isCurrent({ ...entry, status, endedAt }, new Date('2026-11-23'))).toBe(current);
});
