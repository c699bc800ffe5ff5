import { describe, expect, test } from 'vitest';
import {
  contextWords,
  isPersonal,
  lengthProblem,
  listedForms,
  lookedUpForms,
} from './password-rules.ts';

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

test.each([
  ['Supernatural!', ['supernatural!', 'supernatural']],
  ['ＰＡＳＳword2024', ['password2024', 'password']],
  ['no tail', ['no tail']],
  ['1234567890', ['1234567890']],
  ['abc123', ['abc123']],
  ['password 4829 1730 5528', ['password 4829 1730 5528']],
])('%s on a list stands for %j', (password, forms) => {
  expect(listedForms(password)).toEqual(forms);
});

test('a password is looked up with less and less of its end, and with the shift key let go', () => {
  expect(lookedUpForms('Passw0rd1!')).toEqual([
    'passw0rd1!',
    'passw0rd11',
    'passw0rd1',
    'passw0rd',
  ]);
  expect(lookedUpForms('x'.repeat(12) + '1'.repeat(20))).toHaveLength(10);
});

describe('words of the owner', () => {
  const words = contextWords({
    email: 'anna.o+clinic@mail.example.test',
    displayName: 'Anna-Lena Ödegård',
  });

  test('are those of the address and the name, in any case, and ours; no short ones', () => {
    expect([...words].toSorted()).toEqual(
      ['anna', 'clinic', 'example', 'lena', 'mail', 'test', 'wardkeep', 'ödegård'].toSorted(),
    );
  });

  test.each([
    ['AnnaLenaOdegard1980', false],
    ['annalenaÖDEGÅRD80!', true],
    ['wardkeep-wardkeep-1', true],
    ['anna anna anna anna', true],
    ['anna counts purple turnips', false],
    ['no such word in it', false],
  ])('%s is personal: %s', (password, is) => {
    expect(isPersonal(password, words)).toBe(is);
  });
});
