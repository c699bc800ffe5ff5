import { createSecretKey, randomBytes } from 'node:crypto';
import { gcm } from '@noble/ciphers/aes.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../test/keys.ts';
import { bytesOf, hasWycheproof, needsWycheproof, readWycheproof } from '../test/wycheproof.ts';
import { freeNow, gcmOpen, gcmSeal } from './gcm.ts';

const key = createSecretKey(Buffer.alloc(32, 7));
const nonce = Buffer.alloc(12, 1);

describe.skipIf(!hasWycheproof)(needsWycheproof('Wycheproof AES-GCM'), () => {
  const groups = hasWycheproof ? readWycheproof('aes_gcm_test.json') : [];
  const ours = groups.filter(({ keySize }) => keySize === 256);

  test('a 256-bit key and a 96-bit nonce seal and open exactly what the vectors say', () => {
    let seen = 0;
    for (const group of ours.filter(({ ivSize }) => ivSize === 96)) {
      for (const vector of group.tests) {
        const [ct, tag, msg] = ['ct', 'tag', 'msg'].map((field) => bytesOf(vector, field));
        const context = {
          key: createSecretKey(bytesOf(vector, 'key')),
          nonce: bytesOf(vector, 'iv'),
          aad: bytesOf(vector, 'aad'),
        };
        if (!ct || !tag || !msg) throw new Error('unreachable');
        seen += 1;
        if (vector.result === 'valid') {
          expect(gcmSeal(context, msg), `tcId ${vector.tcId}`).toEqual({ ciphertext: ct, tag });
          expect(gcmOpen(context, { ciphertext: ct, tag })).toEqual(msg);
        } else {
          const open = () => gcmOpen(context, { ciphertext: ct, tag });
          expect(codeOf(open), `tcId ${vector.tcId}`).toBe('not_authentic');
        }
      }
    }
    expect(seen).toBeGreaterThan(20);
  });

  test('a nonce of any other length is refused', () => {
    let seen = 0;
    for (const group of ours.filter(({ ivSize }) => ivSize !== 96)) {
      for (const vector of group.tests) {
        const context = { key, nonce: bytesOf(vector, 'iv') };
        expect(
          codeOf(() => gcmSeal(context, 'x')),
          `tcId ${vector.tcId}`,
        ).toBe('bad_input');
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(5);
  });
});

test.each([0, 4, 8, 12, 13, 14, 15, 17])('a tag of %i bytes is refused', (length) => {
  const { ciphertext, tag } = gcmSeal({ key, nonce }, 'content');
  const other = Buffer.concat([tag, tag]).subarray(0, length);
  expect(codeOf(() => gcmOpen({ key, nonce }, { ciphertext, tag: other }))).toBe('not_authentic');
});

test('a key of 128 bits is refused', () => {
  const short = createSecretKey(randomBytes(16));
  expect(() => gcmSeal({ key: short, nonce }, 'x')).toThrow(RangeError);
});

test('@noble/ciphers seals to the same bytes', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const property = fc.property(
    bytes(32),
    bytes(12),
    fc.uint8Array({ maxLength: 64 }),
    fc.uint8Array({ maxLength: 300 }),
    (keyBytes, iv, aad, plaintext) => {
      const context = { key: createSecretKey(keyBytes), nonce: iv, aad };
      const { ciphertext, tag } = gcmSeal(context, plaintext);
      const theirs = gcm(keyBytes, iv, aad).encrypt(plaintext);
      expect(Buffer.concat([ciphertext, tag]).equals(theirs)).toBe(true);
      expect(gcmOpen(context, { ciphertext, tag }).equals(plaintext)).toBe(true);
    },
  );
  fc.assert(property, { numRuns: 100 });
});

test('memory is given back early only if nothing else can lie in it', () => {
  const whole = new Uint8Array(4096);
  const pool = new Uint8Array(4096);
  freeNow(pool.subarray(0, 2048));
  expect(pool.length).toBe(4096);
  freeNow(whole);
  expect(whole.length).toBe(0);
});
