import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { appendFile, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyOf, withFlippedBit } from '../test/keys.ts';
import { bytesOf, hasWycheproof, needsWycheproof, readWycheproof } from '../test/wycheproof.ts';
import { openFileBytes, sealFileBytes } from './file.ts';
import { openFileAt, sealFileAt, type FileAtOptions } from './file-at.ts';
import { SecretKey } from './secret-key.ts';

const key = SecretKey.generate();
const context = Buffer.from('file f-1 of person-1');
const chunk = 16_384;
const stretch = 64 * chunk;
const onLinux = process.platform === 'linux';

let folder = '';
const paths = { source: '', target: '' };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wardkeep-file-at-'));
  paths.source = join(folder, 'source');
  paths.target = join(folder, 'target');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.skipIf(!hasWycheproof)(needsWycheproof('Wycheproof Cobblestone-256, by path'), () => {
  const file = 'c2sp_chunked_encryption_aes_256_gcm_test.json';
  const vectors = hasWycheproof ? readWycheproof(file).flatMap(({ tests }) => tests) : [];

  test.each(vectors.filter(({ flags }) => !flags.includes('InvalidKeySize')))(
    '$tcId: $comment',
    async (vector) => {
      await writeFile(paths.source, inflateSync(bytesOf(vector, 'ct')));
      const opened = await codeOf(
        openFileAt(keyOf(bytesOf(vector, 'key')), bytesOf(vector, 'ctx'), paths),
      );
      const valid = vector.result === 'valid';
      expect(opened).toBe(valid ? 'nothing was thrown' : 'not_authentic');
      if (valid) expect((await stat(paths.target)).size).toBe(Number(vector['msgLength']));
      else expect(await readdir(folder)).toEqual(['source']);
    },
  );
});

describe.each([1, 2])('with %i threads', (threads) => {
  const lengths = fc.oneof(
    fc.constantFrom(0, 1, chunk - 1, chunk, chunk + 1),
    fc.constantFrom(stretch - 1, stretch, stretch + 1, 5 * stretch - 1, 5 * stretch),
    fc.nat({ max: 6 * stretch }),
  );

  test('a file sealed by path opens in memory, and the other way round', async () => {
    const property = fc.asyncProperty(lengths, async (length) => {
      const plaintext = randomBytes(length);
      await writeFile(paths.source, plaintext);
      await sealFileAt(key, context, paths, { threads, durable: false });
      expect(openFileBytes(key, context, await readFile(paths.target)).equals(plaintext)).toBe(
        true,
      );
      await writeFile(paths.source, sealFileBytes(key, context, plaintext));
      await openFileAt(key, context, paths, { threads, durable: false });
      expect((await readFile(paths.target)).equals(plaintext)).toBe(true);
    });
    await fc.assert(property, { numRuns: 8 });
  });

  test('a file that was cut, made longer, reordered or changed leaves no target', async () => {
    const sealed = sealFileBytes(key, context, Buffer.alloc(3 * stretch + 9, 1));
    const parts = (...at: number[]) => at.map((i) => sealed.subarray(i, i + chunk + 16));
    const first = 56;
    const second = 56 + chunk + 16;
    const header = sealed.subarray(0, 56);
    const forged = {
      empty: Buffer.alloc(0),
      'without chunks': header,
      'cut in the last chunk': sealed.subarray(0, -1),
      'without its last chunk': sealed.subarray(0, -25),
      'longer by a byte': Buffer.concat([sealed, Buffer.of(0)]),
      'longer by a chunk': Buffer.concat([sealed, ...parts(first)]),
      'in another order': Buffer.concat([
        header,
        ...parts(second, first),
        sealed.subarray(second + chunk + 16),
      ]),
      'changed in its header': withFlippedBit(sealed, 8 * 40),
      'changed in its first chunk': withFlippedBit(sealed, 8 * 60),
      'changed in its last stretch': withFlippedBit(sealed, 8 * (sealed.length - 100)),
      'changed in its last tag': withFlippedBit(sealed, 8 * sealed.length - 1),
    };
    for (const [what, bytes] of Object.entries(forged)) {
      await writeFile(paths.source, bytes);
      expect(await codeOf(openFileAt(key, context, paths, { threads, durable: false })), what).toBe(
        'not_authentic',
      );
      expect(await readdir(folder), what).toEqual(['source']);
    }
  });

  test('a refusal leaves an older target as it was', async () => {
    await writeFile(paths.target, 'older');
    await writeFile(paths.source, sealFileBytes(key, context, Buffer.alloc(2 * stretch)));
    const other = Buffer.from('another file');
    expect(await codeOf(openFileAt(key, other, paths, { threads, durable: false }))).toBe(
      'not_authentic',
    );
    expect(await readFile(paths.target, 'utf8')).toBe('older');
  });

  test('an abort ends it with its reason, and leaves neither file nor handle', async () => {
    // So long that whoever goes on to its end is noticed.
    await makeSparse(paths.source, 16 * 2 ** 30);
    const reason = new Error('no longer wanted');
    for (const when of ['before', 'at once', 'in between'] as const) {
      const controller = new AbortController();
      if (when === 'before') controller.abort(reason);
      const options = { threads, signal: controller.signal, durable: false };
      const sealing = rejectionOf(sealFileAt(key, context, paths, options));
      if (when === 'in between') await sizeOfPart((size) => size > stretch);
      const abortedAt = performance.now();
      controller.abort(reason);
      expect(await sealing, when).toBe(reason);
      expect(performance.now() - abortedAt, when).toBeLessThan(5000);
      expect(await readdir(folder), when).toEqual(['source']);
      if (onLinux) expect(handlesIn(folder), when).toEqual([]);
    }
  });

  test.each([
    ['shrinks', (path: string) => truncate(path, 1000)],
    ['grows', (path: string) => appendFile(path, 'more')],
  ])('a source that %s while it is sealed is refused', async (_, change) => {
    await makeSparse(paths.source, 96 << 20);
    const sealing = codeOf(sealFileAt(key, context, paths, { threads, durable: false }));
    await sizeOfPart((size) => size > stretch);
    await change(paths.source);
    expect(await sealing).toBe('bad_input');
    expect(await readdir(folder)).toEqual(['source']);
    if (onLinux) expect(handlesIn(folder)).toEqual([]);
  });

  test('a sealed file that shrinks while it is opened is refused', async () => {
    const plain = { source: paths.target, target: paths.source };
    await makeSparse(plain.source, 96 << 20);
    await sealFileAt(key, context, plain);
    rmSync(plain.source);
    const opening = codeOf(openFileAt(key, context, paths, { threads, durable: false }));
    await sizeOfPart((size) => size > stretch);
    await truncate(paths.source, 1000);
    expect(await opening).toBe('not_authentic');
    expect(await readdir(folder)).toEqual(['source']);
  });

  test.skipIf(!onLinux)('a disk that takes no more is an error with its code', async () => {
    await makeSparse(paths.source, 8 << 20);
    const program = `
      import { SecretKey, sealFileAt } from ${JSON.stringify(new URL('index.ts', import.meta.url))};
      const failure = await sealFileAt(SecretKey.generate(), new Uint8Array(),
        ${JSON.stringify(paths)}, { threads: ${threads} }).catch((error) => error);
      process.stdout.write(failure.code);
    `;
    await writeFile(join(folder, 'program.mjs'), program);
    // A limit on the size of files fails a write as a full disk does: `ulimit -f` counts 1 KiB.
    const shell = 'ulimit -f 4096; exec "$0" "$1"';
    const { stdout } = await promisify(execFile)('bash', [
      '-c',
      shell,
      process.execPath,
      join(folder, 'program.mjs'),
    ]);
    expect(stdout).toBe('EFBIG');
    expect((await readdir(folder)).toSorted()).toEqual(['program.mjs', 'source']);
  });
});

test('the target is for its owner alone, and may be the source', async () => {
  await writeFile(paths.source, 'content', { mode: 0o644 });
  const same = { source: paths.source, target: paths.source };
  await sealFileAt(key, context, same);
  expect(openFileBytes(key, context, await readFile(paths.source)).toString()).toBe('content');
  expect((await stat(paths.source)).mode & 0o777).toBe(0o600);
  await openFileAt(key, context, same, { durable: false });
  expect(await readFile(paths.source, 'utf8')).toBe('content');
});

test('a context that the caller changes meanwhile changes nothing', async () => {
  const own = Buffer.from(context);
  await writeFile(paths.source, 'content');
  const sealing = sealFileAt(key, own, paths);
  own.fill(0);
  await sealing;
  own.set(context);
  const opened = { source: paths.target, target: paths.source };
  const opening = openFileAt(key, own, opened);
  own.fill(0);
  await opening;
  expect(await readFile(paths.source, 'utf8')).toBe('content');
});

test.skipIf(!onLinux)('a folder, a pipe and a missing file are refused at once', async () => {
  await promisify(execFile)('mkfifo', [join(folder, 'pipe')]);
  for (const work of [sealFileAt, openFileAt]) {
    const codes = ['', 'pipe', 'missing'].map((name) =>
      codeOf(work(key, context, { ...paths, source: join(folder, name) })),
    );
    expect(await Promise.all(codes)).toEqual(['bad_input', 'bad_input', 'ENOENT']);
  }
  expect(await readdir(folder)).toEqual(['pipe']);
});

test('a destroyed key and a number of threads that is none leave no file', async () => {
  await writeFile(paths.source, 'content');
  const own = SecretKey.generate();
  own.destroy();
  expect(await codeOf(sealFileAt(own, context, paths))).toBe('key_destroyed');
  for (const threads of [0, -1, 1.5, Number.NaN]) {
    expect(await codeOf(sealFileAt(key, context, paths, { threads, durable: false }))).toBe(
      'bad_input',
    );
  }
  expect(await readdir(folder)).toEqual(['source']);
});

test('every byte of a large file is sealed once, whichever thread took it', async () => {
  const plaintext = randomBytes(40 << 20);
  await writeFile(paths.source, plaintext);
  const options: FileAtOptions = { durable: false };
  await sealFileAt(key, context, paths, options);
  expect(openFileBytes(key, context, readFileSync(paths.target)).equals(plaintext)).toBe(true);
  await openFileAt(key, context, { source: paths.target, target: paths.source }, options);
  expect(readFileSync(paths.source).equals(plaintext)).toBe(true);
});

async function rejectionOf(promise: Promise<void>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return { code: 'nothing was thrown' };
}

async function codeOf(promise: Promise<void>): Promise<unknown> {
  const error = await rejectionOf(promise);
  return error instanceof Object && 'code' in error ? error.code : error;
}

async function makeSparse(path: string, length: number): Promise<void> {
  await writeFile(path, 'begins');
  await truncate(path, length);
}

/** Waits until the temporary file is so large: the work has begun. */
async function sizeOfPart(isEnough: (size: number) => boolean): Promise<void> {
  for (;;) {
    const part = readdirSync(folder).find((name) => name.endsWith('.part'));
    if (part !== undefined && isEnough((await stat(join(folder, part))).size)) return;
    await setImmediate();
  }
}

/** Files in `path` that this process has open. */
function handlesIn(path: string): string[] {
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ''; // the handle on the folder that is being read
    }
  });
  return links.filter((link) => link.startsWith(path));
}
