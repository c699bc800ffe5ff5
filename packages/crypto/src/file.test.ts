import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, keyOf, withFlippedBit } from '../test/keys.ts';
import { bytesOf, hasWycheproof, needsWycheproof, readWycheproof } from '../test/wycheproof.ts';
import { deriveFileKeys } from './file-chunk.ts';
import { openFileBytes, sealFileBytes } from './file.ts';
import { openedFileLength, sealedFileLength } from './file-length.ts';
import { SecretKey } from './secret-key.ts';

const key = SecretKey.generate();
const context = Buffer.from('file f-1 of person-1');
const chunk = 16_384;

describe.skipIf(!hasWycheproof)(needsWycheproof('Wycheproof Cobblestone-256'), () => {
  const file = 'c2sp_chunked_encryption_aes_256_gcm_test.json';
  const vectors = hasWycheproof ? readWycheproof(file).flatMap(({ tests }) => tests) : [];

  test('there are all 35 vectors', () => expect(vectors).toHaveLength(35));

  test.each(vectors)('$tcId: $comment', (vector) => {
    const sealed = inflateSync(bytesOf(vector, 'ct')); // the vectors hold it compressed
    const open = () => openFileBytes(keyOf(bytesOf(vector, 'key')), bytesOf(vector, 'ctx'), sealed);
    if (vector.result === 'valid') {
      const opened = open();
      expect(opened).toHaveLength(Number(vector['msgLength']));
      expect(createHash('sha512').update(opened).digest('hex')).toBe(vector['msgSha512']);
    } else {
      const badKey = vector.flags.includes('InvalidKeySize');
      expect(codeOf(open)).toBe(badKey ? 'bad_input' : 'not_authentic');
    }
  });

  test.each(vectors.filter((vector) => 'baseNonce' in vector))('$tcId: derived keys', (vector) => {
    const salt = inflateSync(bytesOf(vector, 'ct')).subarray(0, 24);
    const keys = deriveFileKeys(keyOf(bytesOf(vector, 'key')), salt, bytesOf(vector, 'ctx'));
    expect(keys.key.export()).toEqual(bytesOf(vector, 'aeadKey'));
    expect(keys.baseNonce).toEqual(bytesOf(vector, 'baseNonce'));
  });
});

test('what was sealed opens, for lengths around each edge of a chunk', () => {
  for (const length of [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 1, 50_000]) {
    const plaintext = Buffer.alloc(length, length);
    const sealed = sealFileBytes(key, context, plaintext);
    expect(sealed).toHaveLength(sealedFileLength(length));
    expect(openFileBytes(key, context, sealed).equals(plaintext), `${length}`).toBe(true);
  }
});

test('every flipped bit of a short file is refused', () => {
  const sealed = sealFileBytes(key, context, Buffer.from('content'));
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const open = () => openFileBytes(key, context, withFlippedBit(sealed, bit));
    expect(codeOf(open), `bit ${bit}`).toBe('not_authentic');
  }
});

test('a flipped bit, a cut or an addition anywhere in a long file is refused', () => {
  const sealed = sealFileBytes(key, context, Buffer.alloc(2 * chunk + 5, 1));
  const positions = fc.integer({ min: 0, max: sealed.length - 1 });
  fc.assert(
    fc.property(positions, fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const changed = withFlippedBit(sealed, at * 8 + bit);
      expect(codeOf(() => openFileBytes(key, context, changed))).toBe('not_authentic');
      const cut = sealed.subarray(0, at);
      expect(codeOf(() => openFileBytes(key, context, cut))).toBe('not_authentic');
      const longer = Buffer.concat([sealed, sealed.subarray(0, at + 1)]);
      expect(codeOf(() => openFileBytes(key, context, longer))).toBe('not_authentic');
    }),
    { numRuns: 50 },
  );
});

test('chunks in another order, twice or left out are refused', () => {
  const sealed = sealFileBytes(key, context, Buffer.alloc(3 * chunk, 1));
  const header = sealed.subarray(0, 56);
  const chunks = [0, 1, 2, 3].map((i) => sealed.subarray(56 + i * 16_400, 56 + (i + 1) * 16_400));
  const orders = [[1, 0, 2, 3], [0, 0, 2, 3], [0, 2, 3], [0, 1, 3], [3], [0, 1, 2, 2, 3]];
  for (const order of orders) {
    const parts = order.map((i) => chunks[i] ?? Buffer.alloc(0));
    const open = () => openFileBytes(key, context, Buffer.concat([header, ...parts]));
    expect(codeOf(open), order.join()).toBe('not_authentic');
  }
});

test('another key or context is refused', () => {
  const sealed = sealFileBytes(key, context, Buffer.from('content'));
  expect(codeOf(() => openFileBytes(SecretKey.generate(), context, sealed))).toBe('not_authentic');
  expect(codeOf(() => openFileBytes(key, Buffer.from('other'), sealed))).toBe('not_authentic');
  expect(codeOf(() => openFileBytes(key, Buffer.alloc(0), sealed))).toBe('not_authentic');
});

test('two files with the same content share no bytes of ciphertext', () => {
  const [one, other] = [0, 1].map(() => sealFileBytes(key, context, Buffer.alloc(64, 1)));
  expect(one?.subarray(0, 24)).not.toEqual(other?.subarray(0, 24));
  expect(one?.subarray(56, 120)).not.toEqual(other?.subarray(56, 120));
});

test('each length has one sealed length and back; all others are refused', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 45 }), (length) => {
      expect(openedFileLength(sealedFileLength(length))).toBe(length);
    }),
  );
  const valid = new Set(Array.from({ length: 33_000 }, (_, length) => sealedFileLength(length)));
  for (let sealed = 0; sealed < 32_900; sealed += 1) {
    const refused = codeOf(() => openedFileLength(sealed)) === 'bad_format';
    if (refused === valid.has(sealed)) expect.unreachable(String(sealed));
  }
});

test('a file ends below 2^38 chunks', () => {
  const most = 2 ** 38 * chunk - 1;
  expect(openedFileLength(sealedFileLength(most))).toBe(most);
  expect(codeOf(() => sealedFileLength(most + 1))).toBe('bad_input');
  expect(codeOf(() => openedFileLength(sealedFileLength(most) + 1))).toBe('bad_format');
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is not a length', (length) => {
  expect(codeOf(() => sealedFileLength(length))).toBe('bad_input');
  expect(codeOf(() => openedFileLength(length))).toBe('bad_format');
});
