import { describe, expect, test } from 'vitest';
import { estimatedPart, isPersonal, ownerWords, weaknessOf } from './password-strength.ts';

describe('words of the owner', () => {
  const words = ownerWords('anna.o+clinic@mail.example.test', 'Anna-Lena Ödegård');

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

test('what is estimated is the beginning, in whole characters, and the same however it was composed', () => {
  expect(estimatedPart('😀'.repeat(101))).toBe('😀'.repeat(100));
  expect(estimatedPart('e\u0301')).toBe('\u00e9');
});

test('a warning that nobody has put into words names no weakness, whatever it is called', () => {
  expect(weaknessOf('keyPattern')).toBe('keyboard');
  for (const warning of [null, undefined, '', 'pwned', 'toString'])
    expect(weaknessOf(warning)).toBeUndefined();
});
