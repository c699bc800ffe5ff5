import { expect, test } from 'vitest';
import { ageAt } from './age.ts';

const NOW = new Date(2026, 10, 22);

test.each([
  ['1990-11-22', { unit: 'years', count: 36 }],
  ['1990-11-23', { unit: 'years', count: 35 }],
  ['2025-01-22', { unit: 'months', count: 22 }],
  ['2026-11-22', { unit: 'months', count: 0 }],
  ['2000-02', { unit: 'years', count: 26 }],
  ['1990', undefined],
  ['2027-01-01', undefined],
  ['unknown', undefined],
])('born %s', (birthDate, age) => {
  expect(ageAt(birthDate, NOW)).toEqual(age);
});
