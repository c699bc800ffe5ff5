import { ROLES } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { factorCount, leastLetters, removalOf } from './factor-rules.ts';

const passkey = {
  passkeyId: '6f1d7f6a-0a5e-4a58-9d8a-6c1a3f9b7a10',
  name: 'Key ring',
  isBackedUp: true,
  createdAt: '2026-01-01T00:00:00Z',
  lastUsedAt: null,
};

test.each(ROLES.filter((role) => role !== 'patient'))('a %s keeps the last factor', (role) => {
  expect(removalOf({ hasTotp: true, passkeys: [] }, role)).toBe('kept');
  expect(removalOf({ hasTotp: false, passkeys: [passkey] }, role)).toBe('kept');
  expect(removalOf({ hasTotp: true, passkeys: [passkey] }, role)).toBe('one-of-many');
});

test('a patient may go back to the password alone', () => {
  expect(removalOf({ hasTotp: false, passkeys: [passkey] }, 'patient')).toBe('last');
  expect(removalOf({ hasTotp: false, passkeys: [passkey, passkey] }, 'patient')).toBe(
    'one-of-many',
  );
});

test('an app and each passkey count', () => {
  expect(factorCount({ hasTotp: false, passkeys: [] })).toBe(0);
  expect(factorCount({ hasTotp: true, passkeys: [passkey, passkey] })).toBe(3);
});

test('a password that stands alone is at least 15 letters long, any other 12', () => {
  expect(leastLetters({ hasTotp: false, passkeys: [] }, 'patient')).toBe(15);
  expect(leastLetters({ hasTotp: true, passkeys: [] }, 'patient')).toBe(12);
  expect(leastLetters({ hasTotp: false, passkeys: [] }, 'admin')).toBe(12);
});
