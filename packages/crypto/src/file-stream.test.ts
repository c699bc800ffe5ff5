import { createHash, randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyOf, withFlippedBit } from '../test/keys.ts';
import { bytesOf, hasWycheproof, needsWycheproof, readWycheproof } from '../test/wycheproof.ts';
import { sealFileBytes, openFileBytes } from './file.ts';
import { createFileOpener, createFileSealer } from './file-stream.ts';
import { SecretKey } from './secret-key.ts';

const key = SecretKey.generate();
const context = Buffer.from('file f-1 of person-1');
const chunk = 16_384;

describe.skipIf(!hasWycheproof)(needsWycheproof('Wycheproof Cobblestone-256, streamed'), () => {
  const file = 'c2sp_chunked_encryption_aes_256_gcm_test.json';
  const vectors = hasWycheproof ? readWycheproof(file).flatMap(({ tests }) => tests) : [];
  const usable = vectors.filter(({ flags }) => !flags.includes('InvalidKeySize'));

  test.each(usable)('$tcId: $comment', async (vector) => {
    const sealed = inflateSync(bytesOf(vector, 'ct'));
    const opener = createFileOpener(keyOf(bytesOf(vector, 'key')), bytesOf(vector, 'ctx'));
    const { bytes, error } = await run(pieces(sealed, 10_000), opener);
    expect(error?.['code']).toBe(vector.result === 'valid' ? undefined : 'not_authentic');
    // Also of a refused file, all that comes out is the chunks before the fault.
    expect(bytes).toHaveLength(Number(vector['msgLength'] ?? 0));
    if (bytes.length > 0) {
      expect(createHash('sha512').update(bytes).digest('hex')).toBe(vector['msgSha512']);
    }
  });
});

test('however a file is split, it seals and opens to the same bytes', async () => {
  const cuts = fc.array(fc.nat({ max: 40_000 }), { maxLength: 6 });
  const property = fc.asyncProperty(cuts, cuts, async (lengths, otherLengths) => {
    const parts = lengths.map((length) => randomBytes(length));
    const plaintext = Buffer.concat(parts);
    const sealed = await run(parts, createFileSealer(key, context));
    expect(openFileBytes(key, context, sealed.bytes).equals(plaintext)).toBe(true);
    const opened = await run(splitAt(sealed.bytes, otherLengths), createFileOpener(key, context));
    expect(opened.error).toBeUndefined();
    expect(opened.bytes.equals(plaintext)).toBe(true);
  });
  await fc.assert(property, { numRuns: 40 });
});

test('an empty file is sealed, though nothing was written', async () => {
  const { bytes } = await run([], createFileSealer(key, context));
  expect(bytes).toHaveLength(72);
  expect(openFileBytes(key, context, bytes)).toHaveLength(0);
});

test('one byte at a time seals and opens', async () => {
  const sealed = sealFileBytes(key, context, Buffer.from('content'));
  const { bytes, error } = await run(pieces(sealed, 1), createFileOpener(key, context));
  expect(error).toBeUndefined();
  expect(bytes.toString()).toBe('content');
});

test.each([
  ['the header', 30],
  ['the first chunk', 60],
  ['the second chunk', 56 + 16_400 + 9],
  ['the last tag', -1],
])('a flipped bit in %s fails, and nothing past the fault comes out', async (_, at) => {
  const sealed = sealFileBytes(key, context, Buffer.alloc(2 * chunk + 9, 1));
  const index = at < 0 ? sealed.length + at : at;
  const changed = withFlippedBit(sealed, index * 8);
  const { bytes, error } = await run(pieces(changed, 50_000), createFileOpener(key, context));
  expect(error?.['code']).toBe('not_authentic');
  expect(bytes).toHaveLength(Math.max(0, Math.floor((index - 56) / 16_400)) * chunk);
});

test('a file that was cut never ends well, wherever it was cut', async () => {
  const sealed = sealFileBytes(key, context, Buffer.alloc(chunk + 9, 1));
  for (const length of [0, 1, 55, 56, 57, 71, 72, 5000, 16_455, 16_456, 16_457, 16_480]) {
    const cut = [sealed.subarray(0, length)];
    const { error } = await run(cut, createFileOpener(key, context));
    expect(error?.['code'], `${length}`).toBe('not_authentic');
  }
});

test('a reader that stops holds the writer back, within one input too', async () => {
  for (const make of [createFileSealer, createFileOpener]) {
    const plaintext = Buffer.alloc(8 << 20, 1);
    const transform = make(key, context);
    const sealed = make === createFileOpener;
    transform.write(sealed ? sealFileBytes(key, context, plaintext) : plaintext);
    for (let i = 0; i < 20; i += 1) await setImmediate();
    expect(transform.readableLength).toBeLessThan(256 << 10);
    transform.destroy();
  }
});

test('a slow reader gets every byte', async () => {
  const plaintext = randomBytes(3 << 20);
  const hash = createHash('sha256');
  const slow = new Writable({
    highWaterMark: 1,
    write(bytes: Buffer, _encoding, done) {
      hash.update(bytes);
      setTimeoutOrNot(done);
    },
  });
  let turn = 0;
  const setTimeoutOrNot = (done: () => void): void => {
    turn += 1;
    if (turn % 7 === 0) setTimeout(done, 1);
    else if (turn % 3 === 0) process.nextTick(done);
    else done();
  };
  const parts = splitAt(plaintext, [1, 700_000, 30_000, 5, 1_000_000]);
  const streams = [createFileSealer(key, context), createFileOpener(key, context)] as const;
  await pipeline(Readable.from(parts), ...streams, slow);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(plaintext).digest('hex'));
});

test('160 MiB pass in constant memory', async () => {
  const piece = Buffer.alloc(1 << 20, 1);
  let most = 0;
  function* input() {
    for (let i = 0; i < 160; i += 1) {
      most = Math.max(most, process.memoryUsage().arrayBuffers);
      yield piece;
    }
  }
  const before = process.memoryUsage().arrayBuffers;
  const sink = new Writable({ write: (_bytes, _encoding, done) => done() });
  const streams = [createFileSealer(key, context), createFileOpener(key, context)] as const;
  await pipeline(Readable.from(input(), { highWaterMark: 1 }), ...streams, sink);
  expect(most - before).toBeLessThan(100 << 20);
});

async function run(
  input: Iterable<Buffer>,
  transform: NodeJS.ReadWriteStream,
): Promise<{ bytes: Buffer; error?: Record<string, unknown> }> {
  const output: Buffer[] = [];
  const sink = new Writable({
    write(bytes: Buffer, _encoding, done) {
      output.push(bytes);
      done();
    },
  });
  try {
    await pipeline(Readable.from(input), transform, sink);
  } catch (error) {
    return { bytes: Buffer.concat(output), error: error as Record<string, unknown> }; // a stream's
  }
  return { bytes: Buffer.concat(output) };
}

function pieces(bytes: Buffer, size: number): Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

function splitAt(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (const length of lengths) {
    parts.push(bytes.subarray(start, start + length));
    start += length;
  }
  return [...parts, bytes.subarray(start)].filter((part) => part.length > 0);
}
