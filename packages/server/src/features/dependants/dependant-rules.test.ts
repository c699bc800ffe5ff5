import { describe, expect, test } from 'vitest';
import { birthDateProblem, dayOfAge, humanName } from './dependant-rules.ts';

describe('the day of an age', () => {
  test.each([
    ['2010-06-15', 18, '2028-06-15'],
    ['2008-02-29', 18, '2026-03-01'],
    ['2008-02-29', 16, '2024-02-29'],
    ['2010-12-31', 18, '2028-12-31'],
    ['0095-01-01', 18, '0113-01-01'],
  ])('born on %s, %i years: %s', (born, years, day) => {
    expect(dayOfAge(born, years)).toBe(day);
  });
});

describe('a birth date', () => {
  const today = '2026-11-22';
  test.each([
    ['2026-11-22', undefined],
    ['2026-11-23', 'in-the-future'],
    ['2008-11-23', undefined],
    ['2008-11-22', 'of-age'],
    ['1950-01-01', 'of-age'],
  ])('%s: %s', (birthDate, problem) => {
    expect(birthDateProblem(birthDate, { today, endsAt: 18 })).toBe(problem);
  });
});

describe('a name', () => {
  test.each([
    ['Emma', ['Emma'], undefined],
    ['Emma  Test', ['Emma'], 'Test'],
    ['Emma Luise Test', ['Emma', 'Luise'], 'Test'],
    ['Emma von der Test', ['Emma'], 'von der Test'],
    ['emma test', ['emma'], 'test'],
    ['van Test', ['van'], 'Test'],
    ['試験 太郎', ['試験'], '太郎'],
  ])('%s', (name, given, family) => {
    const { text, ...parts } = humanName(name);
    expect(text).toBe(name.replaceAll(/\s+/g, ' '));
    expect(parts).toEqual({ use: 'official', given, ...(family === undefined ? {} : { family }) });
  });
});
