import { expect, test } from 'vitest';
import { birthDateFits } from './birth-date-rules.ts';

const NOW = new Date('2026-11-22T10:00:00');

test.each([
  ['2026-11-22', true],
  ['2019-02-28', true],
  ['2026-11-23', false],
  ['2019-2-8', false],
  ['', false],
  ['0019-02-08', false],
])('%j is a birth date: %j', (birthDate, fits) => {
  expect(birthDateFits(birthDate, NOW)).toBe(fits);
});
