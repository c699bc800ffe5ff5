import { describe, expect, test } from 'vitest';
import { lengthProblem } from './password-length.ts';

describe('length', () => {
  test.each([
    [11, false, true],
    [14, false, true],
    [15, false, false],
    [11, true, true],
    [12, true, false],
    [256, false, false],
    [257, false, true],
  ])('%i characters, with a second factor %s: refused %s', (length, hasSecondFactor, isRefused) => {
    expect(lengthProblem('x'.repeat(length), hasSecondFactor) !== undefined).toBe(isRefused);
  });

  test('is counted in characters as people see them made: neither bytes, nor marks, nor halves', () => {
    expect(lengthProblem('e\u0301'.repeat(14), false)).toBeDefined();
    expect(lengthProblem('e\u0301'.repeat(15), false)).toBeUndefined();
    expect(lengthProblem('😀'.repeat(14), false)).toBeDefined();
    expect(lengthProblem('😀'.repeat(256), false)).toBeUndefined();
  });

  test('says how long it must be', () => {
    expect(lengthProblem('short', false)).toContain('15');
    expect(lengthProblem('short', true)).toContain('12');
    expect(lengthProblem('x'.repeat(300), true)).toContain('256');
  });
});
