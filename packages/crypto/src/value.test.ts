import { gcm } from '@noble/ciphers/aes.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf, keyOf, withFlippedBit } from '../test/keys.ts';
import { netstrings } from './netstrings.ts';
import { SecretKey } from './secret-key.ts';
import {
  asSealed,
  keyIdOf,
  openBytes,
  openValue,
  openWanted,
  sealBytes,
  sealValue,
  type Place,
} from './value.ts';

const key = SecretKey.generate();
const place: Place = { purpose: 'chart', owner: 'person-1', name: 'Observation/1/1' };
const places = fc.record({
  purpose: fc.string({ unit: 'binary' }),
  owner: fc.string({ unit: 'binary' }),
  name: fc.string({ unit: 'binary' }),
});

test('a moved value is refused, whichever part of its place differs', () => {
  const sealed = sealValue(key, place, 'content');
  for (const part of ['purpose', 'owner', 'name'] as const) {
    const moved = { ...place, [part]: `${place[part]}2` };
    expect(
      codeOf(() => openValue(key, moved, sealed)),
      part,
    ).toBe('not_authentic');
  }
});

test('what is not wanted is authenticated as well, and is not told', () => {
  const sealed = sealValue(key, place, { code: '6695-2' });
  const has = (text: string) => (json: Uint8Array) => Buffer.from(json).includes(text);
  expect(openWanted(key, place, sealed, has('{"code":"6695-2"}'))).toEqual({ code: '6695-2' });
  expect(openWanted(key, place, sealed, has('6695-3'))).toBeUndefined();
  const never = () => false;
  expect(codeOf(() => openWanted(key, place, withFlippedBit(sealed, 300), never))).toBe(
    'not_authentic',
  );
  const moved = { ...place, owner: 'person-2' };
  expect(codeOf(() => openWanted(key, moved, sealed, never))).toBe('not_authentic');
});

test('two places that read alike when joined do not open each other', () => {
  fc.assert(
    fc.property(places, places, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      const sealed = sealValue(key, one, 1);
      expect(codeOf(() => openValue(key, other, sealed))).toBe('not_authentic');
    }),
  );
  const sealed = sealValue(key, { purpose: 'ab', owner: 'c', name: '' }, 1);
  const shifted = { purpose: 'a', owner: 'bc', name: '' };
  expect(codeOf(() => openValue(key, shifted, sealed))).toBe('not_authentic');
});

test('another key is refused, also one with the same id', () => {
  const one = keyOf(Buffer.alloc(32, 1));
  const sealed = sealValue(one, place, 'content');
  expect(codeOf(() => openValue(keyOf(Buffer.alloc(32, 2)), place, sealed))).toBe('not_authentic');
  expect(codeOf(() => openValue(key, place, sealed))).toBe('not_authentic');
});

test('every flipped bit, cut and addition is refused', () => {
  const sealed = sealValue(key, place, { a: 1 });
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = withFlippedBit(sealed, bit);
    expect(
      codeOf(() => openValue(key, place, changed)),
      `bit ${bit}`,
    ).toBe('not_authentic');
  }
  for (let length = 0; length < sealed.length; length += 1) {
    const cut = sealed.subarray(0, length) as typeof sealed; // what storage might give back
    expect(
      codeOf(() => openValue(key, place, cut)),
      `length ${length}`,
    ).toBe('not_authentic');
  }
  const longer = Buffer.concat([sealed, Buffer.of(0)]) as Uint8Array as typeof sealed; // as above
  expect(codeOf(() => openValue(key, place, longer))).toBe('not_authentic');
});

test('what was sealed opens, for every JSON value, bytes and place', () => {
  fc.assert(
    fc.property(places, fc.jsonValue(), (at, value) => {
      const expected: unknown = JSON.parse(JSON.stringify(value)); // JSON knows no -0
      expect(openValue(key, at, sealValue(key, at, value))).toEqual(expected);
    }),
  );
  fc.assert(
    fc.property(places, fc.uint8Array({ maxLength: 500 }), (at, bytes) => {
      expect(openBytes(key, at, sealBytes(key, at, bytes)).equals(bytes)).toBe(true);
    }),
  );
});

test('@noble/ciphers opens what was sealed, with the layout of docs/formats/value.md', () => {
  const bytes = Buffer.alloc(32, 9);
  const sealed = sealValue(keyOf(bytes), place, ['ü']);
  const { purpose, owner, name } = place;
  const aad = netstrings('wardkeep value v1', purpose, owner, name, '00'.repeat(16));
  const opened = gcm(bytes, sealed.subarray(17, 29), aad).decrypt(sealed.subarray(29));
  expect(Buffer.from(opened).toString()).toBe('\u0001["ü"]');
});

test('sealing twice never gives the same nonce', () => {
  const nonces = new Set<string>();
  for (let i = 0; i < 5000; i += 1) {
    const sealed = sealValue(key, place, i);
    nonces.add(Buffer.from(sealed.subarray(17, 29)).toString('hex'));
  }
  expect(nonces.size).toBe(5000);
});

test('a value keeps no view on the bytes that the caller holds', () => {
  const bytes = Buffer.from('content');
  const sealed = sealBytes(key, place, bytes);
  expect(bytes.toString()).toBe('content');
  bytes.fill(0);
  expect(openBytes(key, place, sealed).toString()).toBe('content');
});

test.each([
  ['undefined', undefined],
  ['a function', () => 1],
  ['a bigint', 1n],
  ['a circle', circle()],
])('%s has no form in JSON and is refused', (_, value) => {
  expect(codeOf(() => sealValue(key, place, value))).toBe('bad_input');
});

test('the refusal of a value names nothing of it', () => {
  const toJSON = () => {
    throw new Error('Jane Roe');
  };
  try {
    sealValue(key, place, { toJSON });
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad_input' });
    expect(error).not.toHaveProperty('cause');
    expect(String(error)).not.toContain('Jane');
  }
});

test('a place with a lone surrogate is refused: UTF-8 would write many of them alike', () => {
  const broken = { ...place, name: 'a\uD800' };
  expect(codeOf(() => sealValue(key, broken, 1))).toBe('bad_input');
});

test('bytes from storage are a sealed value only in version and length', () => {
  const sealed = sealValue(key, place, 1);
  expect(keyIdOf(asSealed(Buffer.from(sealed)))).toBe(key.id);
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(60), sealed.subarray(0, 45)]) {
    expect(codeOf(() => asSealed(bytes))).toBe('bad_format');
  }
});

test('a destroyed key neither seals nor opens', () => {
  const own = SecretKey.generate();
  const sealed = sealValue(own, place, 1);
  own.destroy();
  expect(codeOf(() => openValue(own, place, sealed))).toBe('key_destroyed');
  expect(codeOf(() => sealValue(own, place, 1))).toBe('key_destroyed');
});

function circle(): unknown {
  const value: Record<string, unknown> = {};
  value['self'] = value;
  return value;
}
