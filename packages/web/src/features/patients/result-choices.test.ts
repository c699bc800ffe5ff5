import type { ResultSeries } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { firstChoice, resultChoices } from './result-choices.ts';

const series = (code: string, title: string, points: number): ResultSeries => ({
  code,
  title,
  unit: 'kg',
  referenceRange: null,
  points: Array.from({ length: points }, (_, place) => ({ id: `${place}`, at: '2026', value: 1 })),
});
const SYSTOLIC = series('http://loinc.org|8480-6', 'Systolic Blood Pressure', 2);
const DIASTOLIC = series('http://loinc.org|8462-4', 'Diastolic Blood Pressure', 2);
const WEIGHT = series('http://loinc.org|29463-7', 'Body Weight', 5);
const HEIGHT = series('http://loinc.org|8302-2', 'Body Height', 5);

test('both halves of the blood pressure are one choice, systolic first', () => {
  const [first, ...rest] = resultChoices([DIASTOLIC, WEIGHT, SYSTOLIC], 'Blood pressure');
  expect(first).toMatchObject({ title: 'Blood pressure', series: [SYSTOLIC, DIASTOLIC] });
  expect(rest.map(({ title }) => title)).toEqual(['Body Weight']);
});

test('one half alone keeps its own name', () => {
  expect(resultChoices([SYSTOLIC], 'Blood pressure')).toMatchObject([
    { title: 'Systolic Blood Pressure' },
  ]);
});

test('the choice with most points is shown first, and none of none', () => {
  const choices = resultChoices([SYSTOLIC, DIASTOLIC, WEIGHT, HEIGHT], 'Blood pressure');
  expect(firstChoice(choices)?.title).toBe('Body Height');
  expect(firstChoice([])).toBeUndefined();
});
