import { expect, test } from 'vitest';
import { compareValues } from './compare-values.ts';

test.for<[unknown, unknown, number | undefined]>([
  [1, 2, -1],
  ['2020-01-01', '2020-01-02', -1],
  ['2020-01-01T10:00:00Z', '2020-01-01T09:00:00Z', 1],
  ['2020-01-01T10:00:00+02:00', '2020-01-01T08:00:00Z', 0],
  ['2020-01-01T10:00:00+02:00', '2020-01-01T09:30:00Z', -1],
  ['2020', '2022-05', -1],
  ['2020', '2020-05', undefined],
  ['2020-05-01', '2020-05-01T12:00:00Z', undefined],
  [{ value: 1, code: 'kg' }, { value: 2, code: 'kg' }, -1],
  [{ value: 1, code: 'kg' }, { value: 2, code: 'g' }, undefined],
  [{ value: 'a' }, null, undefined],
])('%j and %j are ordered as FHIR has it: %s', ([a, b, order]) => {
  const found = compareValues(a, b);
  expect(found === undefined ? undefined : Math.sign(found)).toBe(order);
});
