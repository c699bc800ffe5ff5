import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withFlippedBit } from '../test/keys.ts';
import { sealFileBytes } from './file.ts';
import { openFileLength, openFileRange, type FileSource } from './file-range.ts';
import { SecretKey } from './secret-key.ts';

const key = SecretKey.generate();
const context = Buffer.from('file f-1 of person-1');
const plaintext = randomBytes(70_000);
const sealed = sealFileBytes(key, context, plaintext);

test('every range gives the bytes of the plaintext there', async () => {
  const index = fc.integer({ min: 0, max: plaintext.length });
  const property = fc.asyncProperty(index, index, async (one, other) => {
    const range = { start: Math.min(one, other), end: Math.max(one, other) };
    const opened = await open(sourceOf(sealed), range);
    expect(opened.equals(plaintext.subarray(range.start, range.end))).toBe(true);
  });
  await fc.assert(property, { numRuns: 100 });
  for (const [start, end] of [
    [0, 16_384],
    [16_384, 16_385],
    [16_383, 32_769],
    [0, 70_000],
  ]) {
    const range = { start: start ?? 0, end: end ?? 0 };
    const opened = await open(sourceOf(sealed), range);
    expect(opened.equals(plaintext.subarray(start, end))).toBe(true);
  }
});

test('a range reads the header and its own chunks, nothing else', async () => {
  const source = sourceOf(sealed);
  await open(source, { start: 20_000, end: 20_010 });
  expect(source.reads).toEqual([
    [0, 56],
    [56 + 16_400, 16_400],
  ]);
});

test('a long range is read about a mebibyte at a time', async () => {
  const long = Buffer.alloc(3 << 20, 1);
  const source = sourceOf(sealFileBytes(key, context, long));
  const opened = await open(source, { start: 5, end: long.length });
  expect(opened.equals(long.subarray(5))).toBe(true);
  expect(Math.max(...source.reads.map(([, length]) => length))).toBeLessThanOrEqual(1_049_600);
});

test('a fault in a chunk refuses the ranges that touch it, after the chunks before it', async () => {
  const source = sourceOf(withFlippedBit(sealed, (56 + 16_400 + 9) * 8));
  const before = await open(source, { start: 0, end: 16_384 });
  expect(before.equals(plaintext.subarray(0, 16_384))).toBe(true);
  await expect(open(source, { start: 0, end: 16_385 })).rejects.toMatchObject(notAuthentic);
});

test('a wrong key, context or header is refused before any chunk is read', async () => {
  const range = { start: 0, end: 10 };
  for (const bit of [0, 24 * 8]) {
    const source = sourceOf(withFlippedBit(sealed, bit));
    await expect(open(source, range)).rejects.toMatchObject(notAuthentic);
    expect(source.reads).toEqual([[0, 56]]);
  }
  const source = sourceOf(sealed);
  const other = openFileRange(key, Buffer.from('other'), source, range);
  await expect(collect(other)).rejects.toMatchObject(notAuthentic);
  const wrongKey = openFileRange(SecretKey.generate(), context, source, range);
  await expect(collect(wrongKey)).rejects.toMatchObject(notAuthentic);
});

test('an empty range is empty, once the header was verified', async () => {
  expect(await open(sourceOf(sealed), { start: 9, end: 9 })).toHaveLength(0);
  const changed = sourceOf(withFlippedBit(sealed, 0));
  await expect(open(changed, { start: 9, end: 9 })).rejects.toMatchObject(notAuthentic);
});

test.each([
  [0, 70_001],
  [70_001, 70_001],
  [-1, 5],
  [5, 4],
  [0.5, 4],
  [0, Number.NaN],
])('the range from %d to %d is outside the file and refused', async (start, end) => {
  const range = { start, end };
  await expect(open(sourceOf(sealed), range)).rejects.toMatchObject({ code: 'bad_input' });
});

test('the length is authentic only of a whole file', async () => {
  expect(await openFileLength(key, context, sourceOf(sealed))).toBe(70_000);
  for (const length of [sealed.length - 1, 56 + 16_400 + 20, 72]) {
    const cut = sourceOf(sealed.subarray(0, length));
    const opened = openFileLength(key, context, cut);
    await expect(opened, `${length}`).rejects.toMatchObject(notAuthentic);
  }
  const full = openFileLength(key, context, sourceOf(sealed.subarray(0, 56 + 16_400)));
  await expect(full).rejects.toMatchObject({ code: 'bad_format' });
});

test('a source that answers with fewer bytes is refused', async () => {
  const short: FileSource = {
    length: sealed.length,
    read: async (start, length) => sealed.subarray(start, start + length - 1),
  };
  await expect(open(short, { start: 0, end: 1 })).rejects.toMatchObject(notAuthentic);
});

const notAuthentic = { code: 'not_authentic' };

function sourceOf(bytes: Buffer): FileSource & { readonly reads: [number, number][] } {
  const reads: [number, number][] = [];
  return {
    length: bytes.length,
    reads,
    read: async (start, length) => {
      reads.push([start, length]);
      return bytes.subarray(start, start + length);
    },
  };
}

function open(source: FileSource, range: { start: number; end: number }): Promise<Buffer> {
  return collect(openFileRange(key, context, source, range));
}

async function collect(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}
