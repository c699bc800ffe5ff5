import { ProblemError } from '@wardkeep/client';
import { expect, test } from 'vitest';
import { lessExact, localMoment, momentOf, precisionOf } from './moments.ts';
import { PROBLEM_FORM } from './problem-form.ts';
import { refusedFields } from './refused-fields.ts';

const refusal = (...paths: readonly string[]) =>
  new ProblemError({
    type: 'about:blank',
    title: '',
    status: 422,
    code: 'validation_failed',
    detail: '',
    errors: paths.map((path) => ({ path, message: `at ${path}` })),
    requestId: '1',
  });
const FIELDS = PROBLEM_FORM.fields({});

test('what the server says of an element stands at its field, whatever the type of a choice', () => {
  const { byField, isAllPlaced } = refusedFields(
    refusal('Condition.onsetDateTime', 'Condition.code.coding[0].system'),
    FIELDS,
  );
  expect(byField).toEqual({
    began: 'at Condition.onsetDateTime',
    what: 'at Condition.code.coding[0].system',
  });
  expect(isAllPlaced).toBe(true);
});

test('what is about no field is left for the alert above the form', () => {
  expect(refusedFields(refusal('Condition.stage', 'Condition.note[0]'), FIELDS)).toMatchObject({
    byField: { note: 'at Condition.note[0]' },
    isAllPlaced: false,
  });
  expect(refusedFields(new Error('x'), FIELDS).isAllPlaced).toBe(false);
});

test('a moment is the same one after the field', () => {
  const at = '2026-03-05T10:20:00.000Z';
  expect(momentOf(localMoment(at))).toBe(at);
  expect(localMoment('2026-03-05')).toBe('2026-03-05T00:00');
  expect([localMoment('2026'), momentOf('')]).toEqual(['', '']);
});

test.each([
  ['2020-03-05', 'day'],
  ['2020-03', 'month'],
  ['2020', 'year'],
  ['', 'day'],
] as const)('%j is known to the %s', (value, precision) => {
  expect(precisionOf(value)).toBe(precision);
});

test('a date becomes less exact, and never more', () => {
  expect(lessExact('2020-03-05', 'year')).toBe('2020');
  expect(lessExact('2020-03-05', 'month')).toBe('2020-03');
  expect(lessExact('2020', 'day')).toBe('');
});
