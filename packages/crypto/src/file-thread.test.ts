import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { withFlippedBit } from '../test/keys.ts';
import { openFileBytes, sealFileBytes } from './file.ts';
import { newFileHeader, openFileHeader } from './file-header.ts';
import { doneOf, newProgress, stop } from './file-progress.ts';
import type { FileJob } from './file-stretch.ts';
import type { ThreadResult, ThreadTask } from './file-thread.ts';
import { workOnFile } from './file-work.ts';
import { SecretKey } from './secret-key.ts';

const key = SecretKey.generate();
const context = Buffer.from('file f-1 of person-1');
const plaintext = Buffer.alloc((5 << 20) + 9, 'content');
const sealed = sealFileBytes(key, context, plaintext);
const opening: FileJob = {
  work: 'open',
  keys: openFileHeader(key, context, sealed.subarray(0, 56)),
  length: plaintext.length,
};

const folder = mkdtempSync(join(tmpdir(), 'wardkeep-file-thread-'));
const source = join(folder, 'source');
const target = join(folder, 'target');
afterAll(() => rmSync(folder, { recursive: true }));

test('one thread alone seals a file that opens', async () => {
  const { header, keys } = newFileHeader(key, context);
  writeFileSync(source, plaintext);
  const { result, done } = await runAlone({ work: 'seal', keys, length: plaintext.length });
  expect([result.kind, done]).toEqual(['done', 6]);
  const body = (await readFile(target)).subarray(56);
  expect(openFileBytes(key, context, Buffer.concat([header, body])).equals(plaintext)).toBe(true);
});

test('one thread alone opens a sealed file', async () => {
  writeFileSync(source, sealed);
  const { result, done } = await runAlone(opening);
  expect([result.kind, done]).toEqual(['done', 6]);
  expect((await readFile(target)).equals(plaintext)).toBe(true);
});

test.each([
  ['changed', withFlippedBit(sealed, 8 * (sealed.length - 1))],
  ['cut meanwhile', sealed.subarray(0, -1)],
])(
  'a thread refuses a sealed file that was %s, and writes nothing of that stretch',
  async (_, bytes) => {
    writeFileSync(source, bytes);
    const { result, done } = await runAlone(opening);
    expect(result).toMatchObject({ kind: 'refused', code: 'not_authentic' });
    expect(done).toBe(5);
    expect((await readFile(target)).equals(plaintext.subarray(0, 5 << 20))).toBe(true);
  },
);

test('a thread that may not write says why', async () => {
  writeFileSync(source, sealed);
  const { result } = await runAlone(opening, 'r');
  expect(result).toMatchObject({ kind: 'failed', details: { code: 'EBADF' } });
});

test('a thread that was stopped before it began writes nothing', async () => {
  const { result, done } = await runAlone(opening, 'w', true);
  expect([result.kind, done]).toEqual(['done', 0]);
  expect(await readFile(target)).toHaveLength(0);
});

test('what another thread refuses is refused, though the own one read nothing wrong', async () => {
  writeFileSync(source, withFlippedBit(sealed, 8 * (sealed.length - 1)));
  const files = { source: await open(source, 'r'), target: await open(target, 'w') };
  const read = files.source.read.bind(files.source);
  // Until the other thread has written the stretch before the changed one, and taken that.
  const slow = async (...args: Parameters<typeof read>) => {
    while ((await files.target.stat()).size < 5 << 20) await setTimeout(20);
    await setTimeout(300);
    return read(...args);
  };
  Object.assign(files.source, { read: slow });
  try {
    const work = workOnFile(opening, files, { threads: 2 });
    await expect(work).rejects.toMatchObject({ name: 'CryptoError', code: 'not_authentic' });
  } finally {
    await files.source.close();
    await files.target.close();
  }
});

async function runAlone(
  job: FileJob,
  flags = 'w',
  stopped = false,
): Promise<{ result: ThreadResult; done: number }> {
  writeFileSync(target, '');
  const files = [await open(source, 'r'), await open(target, flags)] as const;
  const progress = newProgress();
  if (stopped) stop(progress);
  const workerData: ThreadTask = { job, source: files[0].fd, target: files[1].fd, progress };
  try {
    const worker = new Worker(new URL('file-thread.ts', import.meta.url), { workerData });
    const result = await new Promise<ThreadResult>((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', reject);
    });
    return { result, done: doneOf(progress) };
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}
