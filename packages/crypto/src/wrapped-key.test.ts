import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { codeOf, withFlippedBit } from '../test/keys.ts';
import { gcmSeal } from './gcm.ts';
import { keyCommitment } from './key-commitment.ts';
import { netstrings } from './netstrings.ts';
import { keyObjectOf, SecretKey } from './secret-key.ts';
import { asWrappedKey, rewrapKey, unwrapKey, wrapKey, wrappedKeyIds } from './wrapped-key.ts';

const wrapping = SecretKey.generate();
const key = SecretKey.generate();
const identity = { purpose: 'person-chart', owner: 'person-1', name: 'v1' };

test('a wrapped key of another person, purpose or version is refused', () => {
  const wrapped = wrapKey(wrapping, key, identity);
  for (const part of ['purpose', 'owner', 'name'] as const) {
    const other = { ...identity, [part]: 'other' };
    expect(
      codeOf(() => unwrapKey(wrapping, wrapped, other)),
      part,
    ).toBe('not_authentic');
  }
});

test('bytes that open to another key than they commit to are refused, whoever made them', () => {
  // An insider who holds the wrapping key seals a key of their own under the id of the true one.
  const own = Buffer.alloc(32, 1);
  const { purpose, owner, name } = identity;
  const aad = netstrings('wardkeep wrapped key v1', purpose, owner, name, wrapping.id, key.id);
  const nonce = Buffer.alloc(12);
  const { ciphertext, tag } = gcmSeal({ key: keyObjectOf(wrapping), nonce, aad }, own);
  const ids = Buffer.from(`01${wrapping.id}${key.id}`, 'hex');
  const sealed = Buffer.concat([ids, nonce, ciphertext, tag]);
  const forged = asWrappedKey(Buffer.concat([sealed, keyCommitment(key, identity)]));
  expect(codeOf(() => unwrapKey(wrapping, forged, identity))).toBe('not_authentic');
});

test('every flipped bit is refused', () => {
  const wrapped = wrapKey(wrapping, key, identity);
  for (let bit = 0; bit < wrapped.length * 8; bit += 1) {
    const unwrap = () => unwrapKey(wrapping, withFlippedBit(wrapped, bit), identity);
    expect(codeOf(unwrap), `bit ${bit}`).toBe('not_authentic');
  }
});

test('another wrapping key is refused', () => {
  const wrapped = wrapKey(wrapping, key, identity);
  expect(codeOf(() => unwrapKey(SecretKey.generate(), wrapped, identity))).toBe('not_authentic');
});

test('a wrapped key unwraps to the same key and names both ids', () => {
  const wrapped = asWrappedKey(Buffer.from(wrapKey(wrapping, key, identity)));
  const unwrapped = unwrapKey(wrapping, wrapped, identity);
  expect(keyObjectOf(unwrapped).equals(keyObjectOf(key))).toBe(true);
  expect(unwrapped.id).toBe(key.id);
  expect(wrappedKeyIds(wrapped)).toEqual({ wrappingKeyId: wrapping.id, keyId: key.id });
});

test('a rewrapped key opens under the new key only, with the same commitment', () => {
  const next = SecretKey.generate();
  const before = wrapKey(wrapping, key, identity);
  const after = rewrapKey(wrapping, next, before, identity);
  expect(keyObjectOf(unwrapKey(next, after, identity)).equals(keyObjectOf(key))).toBe(true);
  expect(codeOf(() => unwrapKey(wrapping, after, identity))).toBe('not_authentic');
  expect(after.subarray(93)).toEqual(before.subarray(93));
});

test('the commitment says which key, for which identity', () => {
  const commitment = keyCommitment(key, identity).toString('hex');
  expect(keyCommitment(key, identity).toString('hex')).toBe(commitment);
  expect(keyCommitment(SecretKey.generate(), identity).toString('hex')).not.toBe(commitment);
  const other = keyCommitment(key, { ...identity, owner: 'person-2' }).toString('hex');
  expect(other).not.toBe(commitment);
});

test('the key itself is nowhere in its wrapped form', () => {
  const secret = keyObjectOf(key).export();
  expect(Buffer.from(wrapKey(wrapping, key, identity)).includes(secret)).toBe(false);
  expect(createSecretKey(secret).equals(keyObjectOf(key))).toBe(true);
});

test.each([0, 124, 126])('%i bytes are not a wrapped key', (length) => {
  expect(codeOf(() => asWrappedKey(Buffer.alloc(length, 1)))).toBe('bad_format');
});

test('a destroyed key neither wraps nor is wrapped', () => {
  const destroyed = SecretKey.generate();
  destroyed.destroy();
  expect(codeOf(() => wrapKey(destroyed, key, identity))).toBe('key_destroyed');
  expect(codeOf(() => wrapKey(wrapping, destroyed, identity))).toBe('key_destroyed');
});
