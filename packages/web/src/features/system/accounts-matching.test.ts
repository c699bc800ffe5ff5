import { PersonId } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { type ListedAccount, accountsMatching } from './accounts-matching.ts';

const account = (displayName: string, email: string): ListedAccount => ({
  personId: PersonId.parse('6f1d7f6a-0a5e-4a58-9d8a-6c1a3f9b7a10'),
  role: 'patient',
  state: 'active',
  hasSecondFactor: false,
  displayName,
  email,
  createdAt: '2026-01-01T00:00:00Z',
});
const ACCOUNTS = [
  account('Demo Ärztin', 'one@example.test'),
  account('Demo Patient', 'two@example.test'),
];
const names = (wanted: string): string[] =>
  accountsMatching(ACCOUNTS, wanted).map(({ email }) => email);

test.each([
  ['', ['one@example.test', 'two@example.test']],
  ['  demo ', ['one@example.test', 'two@example.test']],
  ['ÄRZTIN', ['one@example.test']],
  // As some keyboards write it: the letter and its dots apart.
  ['A\u0308rztin', ['one@example.test']],
  ['patient TWO@', ['two@example.test']],
  ['patient one', []],
  ['6F1D7F6A-0a5e', ['one@example.test', 'two@example.test']],
])('%j finds %j', (wanted, found) => {
  expect(names(wanted)).toEqual(found);
});
