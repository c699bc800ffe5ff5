import { expect, test } from 'vitest';
import { EMPTY_FORM, PASSWORD_LETTERS, formFaults, passwordLetters } from './account-form.ts';

test('an empty form names every field, in order', () => {
  expect(formFaults(EMPTY_FORM)).toEqual(['name', 'email', 'password']);
});

test('a letter of several code units counts once, as on the server', () => {
  const password = '🔑'.repeat(PASSWORD_LETTERS);
  expect(passwordLetters(password)).toBe(PASSWORD_LETTERS);
  expect(formFaults({ displayName: 'A', email: 'a@example.org', password })).toEqual([]);
  expect(passwordLetters('u\u0308')).toBe(1);
});

test('one letter less than the rule is refused', () => {
  const password = 'x'.repeat(PASSWORD_LETTERS - 1);
  expect(formFaults({ displayName: 'A', email: 'a@example.org', password })).toEqual(['password']);
});
