import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryDirectory, type TemporaryDirectory } from '../../testing/index.ts';
import { startFakeS3, type FakeS3 } from '../../testing/fake-s3.ts';
import { directorySink } from './directory-sink.ts';
import { EscrowError } from './escrow-error.ts';
import type { CheckpointItem, EscrowReader, EscrowSink, RestrictionsItem } from './escrow-sink.ts';
import { LONGEST_NOTE, TOO_LONG, type NoteStore } from './kept-notes.ts';
import { patiently } from './patience.ts';
import { s3Sink } from './s3-sink.ts';

type ReadableSink = EscrowSink & { readonly reader: EscrowReader };

const BUCKET = 'kept-elsewhere';
const ACCESS = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

let directory: TemporaryDirectory;
let s3: FakeS3;
beforeEach(async () => {
  directory = await temporaryDirectory();
  s3 = await startFakeS3(BUCKET);
});
afterEach(async () => {
  await directory.remove();
  await s3.close();
});

const root = () => path.join(directory.path, 'escrow');
const bucketSink = (waitMs?: number) =>
  s3Sink({ bucket: BUCKET, prefix: 'clinic/', endpoint: s3.endpoint }, ACCESS, waitMs);

const checkpoint = (size: number, log = '2026'): CheckpointItem => ({
  kind: 'checkpoint',
  log,
  size,
  note: `log ${log}\n${size}\n`,
});
const restrictions = (size: number): RestrictionsItem => ({
  kind: 'restrictions',
  size,
  note: `${size} lines\n`,
});

/** What every place that can be read back promises. */
describe.each<[string, () => ReadableSink]>([
  ['a directory', () => directorySink(root())],
  ['a bucket', () => bucketSink()],
])('%s', (_name, make) => {
  test('holds nothing at first, which is no error', async () => {
    const { reader } = make();
    expect(await reader.logs()).toEqual([]);
    expect(await reader.newestCheckpoint('2026')).toBeUndefined();
    expect(await reader.newestRestrictions()).toBeUndefined();
    expect(await all(reader.checkpoints('2026'))).toEqual([]);
    expect(await all(reader.someCheckpoints('2026', 3, Math.random))).toEqual([]);
  });

  test('keeps every note, and finds the newest by size and not by the time it came', async () => {
    const sink = make();
    const sizes = [9, 1_000_000, 10, 2 ** 40, 100];
    for (const size of sizes) await sink.keep(checkpoint(size));
    await sink.keep(checkpoint(3, '2026-2'));
    for (const size of [2, 1]) await sink.keep(restrictions(size));
    // Another process reads.
    const { reader } = make();
    expect((await reader.logs()).toSorted()).toEqual(['2026', '2026-2']);
    expect(await reader.newestCheckpoint('2026')).toEqual(held(2 ** 40));
    expect(await reader.newestCheckpoint('2026-2')).toEqual({ size: 3, note: 'log 2026-2\n3\n' });
    expect(await reader.newestCheckpoint('2027')).toBeUndefined();
    expect(await reader.newestRestrictions()).toEqual({ size: 2, note: '2 lines\n' });
    const everyOne = await all(reader.checkpoints('2026'));
    expect(everyOne).toEqual(sizes.toSorted((a, b) => a - b).map(held));
  });

  test('gives some of what it holds, from all over', async () => {
    const sink = make();
    for (const size of [10, 20, 30, 40]) await sink.keep(checkpoint(size));
    // Of the sizes from 0 to 40: 0, 20, 20 and 40.
    const random = [0, 0.5, 0.51, 0.99].values();
    const some = await all(sink.reader.someCheckpoints('2026', 4, () => random.next().value ?? 0));
    expect(some).toEqual([10, 20, 40].map(held));
  });

  test('takes the same again, and never another in its place', async () => {
    const sink = make();
    await sink.keep(checkpoint(7));
    await sink.keep(checkpoint(7));
    const other = { ...checkpoint(7), note: 'another tree of the same size\n' };
    await expect(sink.keep(other)).rejects.toMatchObject({ code: 'conflict' });
    expect(await sink.reader.newestCheckpoint('2026')).toEqual(held(7));
  });

  test('of two that bring the same at once, both have', async () => {
    const both = [make(), make()].map((sink) => sink.keep(checkpoint(8)));
    expect(await Promise.all(both)).toEqual(['kept', 'kept']);
    expect(await all(make().reader.checkpoints('2026'))).toEqual([held(8)]);
  });
});

describe('a directory', () => {
  test('has one file for each note, that only its owner reads, and nothing else', async () => {
    const sink = directorySink(root());
    for (const size of [1, 2, 2]) await sink.keep(checkpoint(size));
    await sink.keep(restrictions(1));
    expect(readdirSync(root(), { recursive: true }).map(String).toSorted()).toEqual([
      'checkpoints',
      'checkpoints/2026',
      'checkpoints/2026/0000000000000001.note',
      'checkpoints/2026/0000000000000002.note',
      'restrictions',
      'restrictions/0000000000000001.note',
    ]);
    const file = path.join(root(), 'checkpoints/2026/0000000000000002.note');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('steps over what is none of its names', async () => {
    const sink = directorySink(root());
    await sink.keep(checkpoint(5));
    for (const name of ['.0000000000000009.note.x', '9.note', '9999999999999999.note', 'readme'])
      writeFileSync(path.join(root(), 'checkpoints/2026', name), 'half');
    expect(await sink.reader.newestCheckpoint('2026')).toEqual(held(5));
  });

  test.runIf(process.getuid?.() !== 0)('that may not be written says so', async () => {
    mkdirSync(root());
    chmodSync(root(), 0o500);
    await expect(directorySink(root()).keep(checkpoint(1))).rejects.toMatchObject({
      code: 'denied',
    });
  });

  test('that is a file says so', async () => {
    writeFileSync(root(), 'a file');
    const sink = directorySink(root());
    await expect(sink.keep(checkpoint(1))).rejects.toBeInstanceOf(EscrowError);
    await expect(sink.reader.logs()).rejects.toMatchObject({ code: 'missing' });
  });
});

describe('a bucket', () => {
  test('is put to with its checksum, on condition that there is nothing yet', async () => {
    await bucketSink().keep(checkpoint(600));
    expect([...s3.objects.keys()]).toEqual(['clinic/checkpoints/2026/0000000000000600.note']);
    expect(s3.asked).toHaveLength(1);
  });

  test('is read no further than a note can be long, whatever it sends', async () => {
    s3.objects.set(
      'clinic/checkpoints/2026/0000000000000007.note',
      Buffer.alloc(LONGEST_NOTE + 1, 'x'),
    );
    const { reader } = bucketSink();
    expect(await reader.newestCheckpoint('2026')).toEqual({ size: 7, note: TOO_LONG });
  });

  test('finds the newest of many with a few short questions', async () => {
    for (let size = 1; size <= 5000; size += 1)
      s3.objects.set(
        `clinic/checkpoints/2026/${String(size * 7).padStart(16, '0')}.note`,
        Buffer.from('x'),
      );
    s3.objects.set('clinic/checkpoints/2026/junk', Buffer.from('x'));
    expect(await bucketSink().reader.newestCheckpoint('2026')).toEqual({ size: 35_000, note: 'x' });
    expect(s3.asked.length).toBeLessThan(140);
  });

  test.each([
    [403, 'AccessDenied', 'denied'],
    [404, 'NoSuchBucket', 'missing'],
    [503, 'SlowDown', 'unreachable'],
  ])('that answers %i %s is told as such', async (status, code, expected) => {
    s3.failWith({ status, code });
    await expect(bucketSink().keep(checkpoint(1))).rejects.toMatchObject({ code: expected });
    await expect(bucketSink().reader.newestCheckpoint('2026')).rejects.toMatchObject({
      code: expected,
    });
  });
});

test('a place that hangs is waited for so long, and not begun again beside itself', async () => {
  let begun = 0;
  const { promise: hanging, resolve: goOn } = Promise.withResolvers<void>();
  const store = {
    putNew: () => {
      begun += 1;
      return hanging;
    },
  } as unknown as NoteStore; // only what hangs here
  const patient = patiently(store, 20);
  await expect(patient.putNew('a', 'b')).rejects.toMatchObject({ code: 'timeout' });
  await expect(patient.putNew('a', 'b')).rejects.toMatchObject({ code: 'timeout' });
  expect(begun).toBe(1);
  goOn();
  await hanging;
  await new Promise((resolve) => setImmediate(resolve));
  await patient.putNew('a', 'b');
  expect(begun).toBe(2);
});

function held(size: number) {
  return { size, note: `log 2026\n${size}\n` };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
