import { expect, test } from 'vitest';
import { EMPTY_FORM, formFaults } from './account-form.ts';

const RULES = { leastLetters: 15, asksEmail: true };
const filled = { displayName: 'A', email: 'a@example.org', password: 'x'.repeat(15) };

test('an empty form names every field, in order', () => {
  expect(formFaults(EMPTY_FORM, RULES)).toEqual(['name', 'email', 'password']);
});

test('an invitation asks for no address', () => {
  expect(formFaults({ ...filled, email: '' }, { ...RULES, asksEmail: false })).toEqual([]);
});

test('one letter less than the rule is refused', () => {
  const password = 'x'.repeat(14);
  expect(formFaults({ ...filled, password }, RULES)).toEqual(['password']);
  expect(formFaults({ ...filled, password }, { ...RULES, leastLetters: 12 })).toEqual([]);
});
