import { expect, test } from 'vitest';
import { codeOf } from '../test/keys.ts';
import { blindIndex, type BlindIndexField } from './blind-index.ts';
import { SecretKey } from './secret-key.ts';

const key = SecretKey.generate();
const email: BlindIndexField = { field: 'account.email', normaliser: 'email-v1' };

test('the same value in another spelling has the same index', () => {
  const index = blindIndex(key, email, 'ana@example.org');
  expect(index).toHaveLength(16);
  expect(blindIndex(key, email, ' ANA@Example.org\n')).toEqual(index);
});

test('another value, field, normaliser or key has another index', () => {
  const indexes = [
    blindIndex(key, email, 'ana@example.org'),
    blindIndex(key, email, 'bob@example.org'),
    blindIndex(key, { ...email, field: 'person.email' }, 'ana@example.org'),
    blindIndex(key, { ...email, normaliser: 'text-v1' }, 'ana@example.org'),
    blindIndex(SecretKey.generate(), email, 'ana@example.org'),
  ];
  expect(new Set(indexes.map((index) => index.toString('hex'))).size).toBe(indexes.length);
});

test('a field and a value that read alike when joined have different indexes', () => {
  const one = blindIndex(key, { field: 'ab', normaliser: 'exact-v1' }, 'c');
  const other = blindIndex(key, { field: 'a', normaliser: 'exact-v1' }, 'bc');
  expect(one).not.toEqual(other);
});

test('a shorter index is the beginning of a longer one', () => {
  const long = blindIndex(key, { ...email, bytes: 32 }, 'ana@example.org');
  expect(blindIndex(key, { ...email, bytes: 2 }, 'ana@example.org')).toEqual(long.subarray(0, 2));
});

test.each([0, -1, 33, 1.5, Number.NaN])('an index of %d bytes is refused', (bytes) => {
  expect(codeOf(() => blindIndex(key, { ...email, bytes }, 'a'))).toBe('bad_input');
});

test('an empty value has no index: all empty values would find each other', () => {
  expect(codeOf(() => blindIndex(key, email, ' \t'))).toBe('bad_input');
});
