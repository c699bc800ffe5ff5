import { expect, test } from 'vitest';
import { listedForms, lookedUpForms } from './password-rules.ts';

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
