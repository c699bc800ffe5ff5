/**
 * The promises of every format at once, for arbitrary content: what was sealed opens; anything else
 * (a flipped bit, another place, an older version, another person, a short tag, a cut, an addition,
 * a reordered chunk) is refused and gives nothing past the fault. The single formats' own tests walk
 * every bit of one example; these walk over examples.
 */
import { createCipheriv, createHmac } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, codeOfAsync, keyOf, withFlippedBit } from '../test/keys.ts';
import {
  createFileOpener,
  openFernet,
  openFileBytes,
  openFileRange,
  sealFileBytes,
} from './index.ts';
import { asSealed, asWrappedKey, openBytes, rewrapKey, sealBytes, SecretKey } from './index.ts';
import { combineRecoveryShares, generateRecoveryKey, splitRecoveryKey } from './index.ts';
import { unwrapKey, unwrapWithRecovery, wrapKey, wrapToRecovery } from './index.ts';
import { keyObjectOf } from './secret-key.ts';

const refusals = ['not_authentic', 'bad_format'];
const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(keyOf);
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const place = fc.record({ purpose: text, owner: text, name: text });
const content = fc.uint8Array({ maxLength: 400 });
const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** One way to harm bytes that an attacker who holds the storage has. */
const harm = fc.oneof(
  fraction.map((at) => ({ name: 'flip', harm: (b: Buffer) => flipAt(b, at) })),
  fraction.map((at) => ({
    name: 'cut',
    harm: (b: Buffer) => b.subarray(0, Math.floor(at * b.length)),
  })),
  // Headers are short beside a file: without this, few flips would hit one.
  fc.nat({ max: 55 * 8 }).map((bit) => ({
    name: 'flip in the header',
    harm: (b: Buffer) => withFlippedBit(b, bit % (b.length * 8)),
  })),
  fc.integer({ min: 1, max: 15 }).map((by) => ({
    name: 'short tag',
    harm: (b: Buffer) => b.subarray(0, b.length - by),
  })),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((more) => ({
    name: 'extend',
    harm: (b: Buffer) => Buffer.concat([b, more]),
  })),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((more) => ({
    name: 'prefix',
    harm: (b: Buffer) => Buffer.concat([more, b]),
  })),
);

describe('a value', () => {
  test('opens; harmed in any way it is refused', () => {
    fc.assert(
      fc.property(keys, place, content, harm, (key, at, bytes, { harm }) => {
        const sealed = sealBytes(key, at, bytes);
        expect(openBytes(key, at, sealed).equals(bytes)).toBe(true);
        const harmed = harm(Buffer.from(sealed));
        expect(refusals).toContain(codeOf(() => openBytes(key, at, asSealed(harmed))));
      }),
      { numRuns: 400 },
    );
  });

  test('of another place, person, version or key is refused', () => {
    fc.assert(
      fc.property(keys, keys, place, place, (key, otherKey, at, other) => {
        const sealed = sealBytes(key, at, Buffer.from('content'));
        const moved = [
          { ...at, purpose: other.purpose },
          { ...at, owner: other.owner },
          { ...at, name: other.name },
          { ...at, name: `${at.name}/1` },
        ].filter((place) => !samePlace(place, at));
        for (const elsewhere of moved) {
          expect(codeOf(() => openBytes(key, elsewhere, sealed))).toBe('not_authentic');
        }
        expect(codeOf(() => openBytes(otherKey, at, sealed))).toBe('not_authentic');
      }),
    );
  });

  test('put together from two values of one place is refused', () => {
    fc.assert(
      fc.property(keys, place, content, fraction, (key, at, bytes, cut) => {
        const [one, two] = [sealBytes(key, at, bytes), sealBytes(key, at, bytes)];
        // Past the id, which both share, and before the last byte.
        const where = 18 + Math.floor(cut * (one.length - 19));
        const mixed = Buffer.concat([one.subarray(0, where), two.subarray(where)]);
        fc.pre(!mixed.equals(one) && !mixed.equals(two));
        expect(codeOf(() => openBytes(key, at, asSealed(mixed)))).toBe('not_authentic');
      }),
    );
  });
});

describe('a wrapped key', () => {
  test('opens, also rewrapped; harmed in any way it is refused', () => {
    fc.assert(
      fc.property(fc.tuple(keys, keys, keys), place, harm, (chosen, identity, { harm }) => {
        const [wrapping, next, key] = chosen;
        const wrapped = wrapKey(wrapping, key, identity);
        const rewrapped = rewrapKey(wrapping, next, wrapped, identity);
        expect(sameKey(unwrapKey(wrapping, wrapped, identity), key)).toBe(true);
        expect(sameKey(unwrapKey(next, rewrapped, identity), key)).toBe(true);
        const harmed = harm(Buffer.from(wrapped));
        const unwrap = () => unwrapKey(wrapping, asWrappedKey(harmed), identity);
        expect(refusals).toContain(codeOf(unwrap));
      }),
      { numRuns: 300 },
    );
  });

  test('of another person, purpose or version, or under another key, is refused', () => {
    fc.assert(
      fc.property(keys, keys, place, place, (wrapping, key, identity, other) => {
        fc.pre(!samePlace(identity, other));
        const wrapped = wrapKey(wrapping, key, identity);
        expect(codeOf(() => unwrapKey(wrapping, wrapped, other))).toBe('not_authentic');
        expect(codeOf(() => unwrapKey(key, wrapped, identity))).toBe('not_authentic');
      }),
    );
  });

  test('sealed to a recovery key opens; harmed in any way or for another identity it is refused', () => {
    const { publicKey, privateText } = generateRecoveryKey();
    fc.assert(
      fc.property(keys, place, place, harm, (key, identity, other, { harm }) => {
        const wrapped = wrapToRecovery(publicKey, key, identity);
        expect(sameKey(unwrapWithRecovery(privateText, wrapped, identity), key)).toBe(true);
        const harmed = harm(wrapped);
        const open = () => unwrapWithRecovery(privateText, harmed, identity);
        expect(refusals).toContain(codeOf(open));
        fc.pre(!samePlace(identity, other));
        const openOther = () => unwrapWithRecovery(privateText, wrapped, other);
        expect(codeOf(openOther)).toBe('not_authentic');
      }),
      { numRuns: 60 },
    );
  });
});

describe('a file', () => {
  const chunk = 16_384;
  const sealedChunk = chunk + 16;
  const key = SecretKey.generate();
  const context = Buffer.from('file f-1 of person-1');
  const lengths = fc.oneof(
    fc.integer({ min: 0, max: 4 * chunk }),
    fc.constantFrom(0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk),
  );
  const file = lengths.map((length) => Buffer.from(Uint8Array.from({ length }, (_, i) => i % 251)));

  test('opens; harmed in any way, what a stream gave before it failed is what stood before the fault', async () => {
    await fc.assert(
      fc.asyncProperty(file, harm, async (plaintext, { harm }) => {
        const sealed = sealFileBytes(key, context, plaintext);
        expect(openFileBytes(key, context, sealed).equals(plaintext)).toBe(true);
        const harmed = harm(sealed);
        expect(codeOf(() => openFileBytes(key, context, harmed))).toBe('not_authentic');
        const { released, code } = await stream(key, context, harmed);
        expect(code).toBe('not_authentic');
        const fault = firstDifference(sealed, harmed);
        const whole = Math.max(0, Math.floor((fault - 56) / sealedChunk)) * chunk;
        expect(released.length).toBeLessThanOrEqual(Math.min(whole, plaintext.length));
        expect(released.equals(plaintext.subarray(0, released.length))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('with chunks swapped, repeated or left out is refused, and nothing past that comes out', async () => {
    const plaintext = Buffer.from(Uint8Array.from({ length: 5 * chunk + 7 }, (_, i) => i % 251));
    const sealed = sealFileBytes(key, context, plaintext);
    const chunks = Array.from({ length: 6 }, (_, i) => {
      const start = 56 + i * sealedChunk;
      return sealed.subarray(start, start + sealedChunk);
    });
    const orders = fc.array(fc.nat({ max: 5 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        fc.pre(order.join('') !== '012345');
        const body = order.map((i) => chunks[i] ?? Buffer.alloc(0));
        const other = Buffer.concat([sealed.subarray(0, 56), ...body]);
        expect(codeOf(() => openFileBytes(key, context, other))).toBe('not_authentic');
        const { released, code } = await stream(key, context, other);
        expect(code).toBe('not_authentic');
        const right = order.findIndex((i, at) => i !== at);
        const whole = Math.min(right === -1 ? order.length : right, 5) * chunk;
        expect(released.length).toBeLessThanOrEqual(whole);
        expect(released.equals(plaintext.subarray(0, released.length))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('put together from two files of one key and context is refused', () => {
    const [one, two] = [1, 2].map((byte) =>
      sealFileBytes(key, context, Buffer.alloc(2 * chunk + 9, byte)),
    );
    if (!one || !two) throw new Error('unreachable');
    for (const where of [24, 56, 56 + sealedChunk, 56 + 2 * sealedChunk]) {
      const mixed = Buffer.concat([one.subarray(0, where), two.subarray(where)]);
      expect(
        codeOf(() => openFileBytes(key, context, mixed)),
        `at ${where}`,
      ).toBe('not_authentic');
    }
  });

  test('a range is those bytes; if a chunk that it touches is harmed, it is refused', async () => {
    const ranges = fc.tuple(fraction, fraction, fraction);
    await fc.assert(
      fc.asyncProperty(file, ranges, async (plaintext, [a, b, at]) => {
        const [start = 0, end = 0] = [a, b]
          .map((part) => Math.floor(part * (plaintext.length + 1)))
          .sort((one, other) => one - other);
        const sealed = sealFileBytes(key, context, plaintext);
        const good = await range(key, context, sealed, { start, end });
        expect(good.equals(plaintext.subarray(start, end))).toBe(true);
        fc.pre(start < end);
        const index = Math.floor((start + Math.floor(at * (end - start))) / chunk);
        const harmed = withFlippedBit(sealed, (56 + index * sealedChunk) * 8);
        const open = () => range(key, context, harmed, { start, end });
        expect(await codeOfAsync(open)).toBe('not_authentic');
      }),
      { numRuns: 60 },
    );
  });
});

test('recovery shares combine; a letter changed in any of them is refused', async () => {
  const { privateText } = generateRecoveryKey();
  const texts = await splitRecoveryKey(privateText, { shares: 4, threshold: 3 });
  const letters = fc.constantFrom(...Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ'));
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 2 }), fraction, letters, async (which, at, letter) => {
      const chosen = texts.slice(0, 3);
      expect(await combineRecoveryShares(chosen)).toBe(privateText);
      const text = chosen[which] ?? '';
      const index = Math.floor(at * text.length);
      fc.pre(text[index] !== '-' && text[index] !== letter);
      chosen[which] = text.slice(0, index) + letter + text.slice(index + 1);
      expect(await codeOfAsync(() => combineRecoveryShares(chosen))).toBe('bad_format');
    }),
    { numRuns: 150 },
  );
});

test('a Fernet token opens; harmed in any way it is refused', () => {
  const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(secret, content, harm, (bytes, plaintext, { harm }) => {
      const token = fernet(bytes, plaintext);
      const key = padded(Buffer.from(bytes));
      expect(openFernet(key, padded(token)).equals(plaintext)).toBe(true);
      expect(refusals).toContain(codeOf(() => openFernet(key, padded(harm(token)))));
    }),
    { numRuns: 300 },
  );
});

test('every failure to authenticate looks alike, whatever failed: no cause, the same words', async () => {
  const [key, other] = [SecretKey.generate(), SecretKey.generate()];
  const place = { purpose: 'p', owner: 'o', name: 'n' };
  const [kit, wrongKit] = [generateRecoveryKey(), generateRecoveryKey()];
  const wrapped = wrapKey(key, other, place);
  const toKit = wrapToRecovery(kit.publicKey, key, place);
  const file = sealFileBytes(key, Buffer.of(), Buffer.alloc(40_000));
  const token = fernet(Buffer.alloc(32), Buffer.from('content'));
  const failures: (() => unknown)[] = [
    () => openBytes(other, place, sealBytes(key, place, Buffer.of(1))),
    () => openBytes(key, { ...place, name: 'm' }, sealBytes(key, place, Buffer.of(1))),
    () => unwrapKey(other, wrapped, place),
    () => unwrapKey(key, withFlippedBit(wrapped, 124 * 8), place), // the commitment
    () => unwrapKey(key, withFlippedBit(wrapped, 92 * 8), place), // the tag
    () => unwrapWithRecovery(wrongKit.privateText, toKit, place),
    () => unwrapWithRecovery(kit.privateText, withFlippedBit(toKit, 128 * 8), place),
    () => openFileBytes(key, Buffer.of(1), file),
    () => openFileBytes(key, Buffer.of(), file.subarray(0, -1)),
    () => openFileBytes(key, Buffer.of(), file.subarray(0, 56 + 16_400)),
    () => stream(key, Buffer.of(), withFlippedBit(file, 60 * 8), 'throw'),
    () => openFernet(padded(Buffer.alloc(32, 1)), padded(token)),
    () => openFernet(padded(Buffer.alloc(32)), padded(withFlippedBit(token, 30 * 8))),
  ];
  const words = new Set<string>();
  for (const fail of failures) {
    const error: unknown = await Promise.resolve()
      .then(fail)
      .catch((thrown: unknown) => thrown);
    expect(error, String(fail)).toMatchObject({ code: 'not_authentic' });
    expect(error).not.toHaveProperty('cause');
    words.add(String(error));
  }
  expect([...words]).toHaveLength(1);
});

function flipAt(bytes: Buffer, at: number): Buffer {
  return withFlippedBit(bytes, Math.floor(at * bytes.length * 8));
}

type Place = { purpose: string; owner: string; name: string };

function samePlace(one: Place, other: Place): boolean {
  return one.purpose === other.purpose && one.owner === other.owner && one.name === other.name;
}

function sameKey(one: SecretKey, other: SecretKey): boolean {
  return one.id === other.id && keyObjectOf(one).equals(keyObjectOf(other));
}

function firstDifference(one: Buffer, other: Buffer): number {
  const at = one.findIndex((byte, i) => other[i] !== byte);
  return at === -1 ? one.length : at;
}

async function stream(key: SecretKey, context: Buffer, bytes: Buffer, onError = 'code') {
  const released: Buffer[] = [];
  const sink = new Writable({
    write(piece: Buffer, _, done) {
      released.push(Buffer.from(piece));
      done();
    },
  });
  const run = () => pipeline(Readable.from([bytes]), createFileOpener(key, context), sink);
  if (onError === 'throw') await run();
  const code = await codeOfAsync(run);
  return { released: Buffer.concat(released), code };
}

async function range(
  key: SecretKey,
  context: Buffer,
  bytes: Buffer,
  part: { start: number; end: number },
): Promise<Buffer> {
  const source = {
    length: bytes.length,
    read: (start: number, length: number) => Promise.resolve(bytes.subarray(start, start + length)),
  };
  const pieces: Buffer[] = [];
  for await (const piece of openFileRange(key, context, source, part)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Only here: the package reads Fernet and never writes it. */
function fernet(key: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), Buffer.alloc(16, 5));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const head = Buffer.concat([Buffer.of(0x80), Buffer.alloc(8), Buffer.alloc(16, 5)]);
  const signed = Buffer.concat([head, ciphertext]);
  const tag = createHmac('sha256', key.subarray(0, 16)).update(signed).digest();
  return Buffer.concat([signed, tag]);
}

function padded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
