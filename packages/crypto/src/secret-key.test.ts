import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { codeOf, keyOf } from '../test/keys.ts';
import { asKeyId, deriveKey, keyObjectOf, SecretKey } from './secret-key.ts';

test('the bytes given are zeroed, also when they are refused', () => {
  const id = SecretKey.generate().id;
  for (const length of [0, 31, 32, 33]) {
    const bytes = Buffer.alloc(length, 7);
    const code = codeOf(() => SecretKey.fromBytes(id, bytes));
    expect(code).toBe(length === 32 ? 'nothing was thrown' : 'bad_input');
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  }
});

test('the key holds its own copy of the bytes', () => {
  const key = keyOf(Buffer.alloc(32, 7));
  expect(keyObjectOf(key).export()).toEqual(Buffer.alloc(32, 7));
});

test('neither JSON, inspect, text nor a clone shows the secret', () => {
  const key = keyOf(Buffer.from('an unmistakable secret, 32 bytes'));
  const shown = [
    JSON.stringify({ key }),
    inspect(key, { showHidden: true, depth: null, getters: true }),
    key.toJSON(),
    JSON.stringify(Object.getOwnPropertyDescriptors(key)),
    inspect(structuredClone(key)),
  ].join();
  expect(shown).toContain(key.id);
  for (const encoding of ['utf8', 'hex', 'base64'] as const) {
    expect(shown).not.toContain(Buffer.from('unmistakable').toString(encoding));
  }
});

test('generated keys and ids differ', () => {
  const keys = Array.from({ length: 100 }, () => SecretKey.generate());
  const secrets = keys.map((key) => keyObjectOf(key).export().toString('hex'));
  expect(new Set(secrets).size).toBe(100);
  expect(new Set(keys.map(({ id }) => id)).size).toBe(100);
});

test('a label gives one subkey, with its own id; another label or key gives another', () => {
  const key = keyOf(Buffer.alloc(32, 1));
  const [one, same] = [deriveKey(key, 'day 1'), deriveKey(key, 'day 1')];
  expect(keyObjectOf(one).equals(keyObjectOf(same))).toBe(true);
  expect(one.id).toBe(same.id);
  for (const other of [deriveKey(key, 'day 2'), deriveKey(keyOf(Buffer.alloc(32)), 'day 1')]) {
    expect(keyObjectOf(one).equals(keyObjectOf(other))).toBe(false);
    expect(one.id).not.toBe(other.id);
  }
});

test.each(['', '0', 'A'.repeat(32), `${'0'.repeat(32)}\n`, 'g'.repeat(32), '0'.repeat(33)])(
  'the text %j is not a key id',
  (text) => {
    expect(codeOf(() => asKeyId(text))).toBe('bad_format');
  },
);

test('a destroyed key can be used for nothing', () => {
  const key = SecretKey.generate();
  key.destroy();
  expect(codeOf(() => keyObjectOf(key))).toBe('key_destroyed');
  expect(codeOf(() => deriveKey(key, 'x'))).toBe('key_destroyed');
});
