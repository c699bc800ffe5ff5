import { CryptoError, notAuthentic } from './errors.ts';
import { chunkBytes, headerBytes, openChunks, sealedChunkBytes } from './file-chunk.ts';
import type { FileKeys } from './file-chunk.ts';
import { openFileHeader } from './file-header.ts';
import { openedFileLength } from './file-length.ts';
import { tagBytes } from './gcm.ts';
import type { SecretKey } from './secret-key.ts';

/** A sealed file that can be read anywhere; `read` answers with exactly `length` bytes. */
export type FileSource = {
  readonly length: number;
  read(start: number, length: number): Promise<Uint8Array>;
};

/** Bytes of the plaintext: from `start` up to, not including, `end`. */
export type FileRange = { readonly start: number; readonly end: number };

/**
 * The plaintext of a range, opening only the chunks that it touches, about a mebibyte at a time.
 * The length of the file is taken from the source: {@link openFileLength} authenticates it.
 *
 * @throws {@link CryptoError} `bad_format` if no sealed file has the source's length, `bad_input` for
 * a range outside the file, `not_authentic`, `key_destroyed`; and what the source throws.
 */
export async function* openFileRange(
  key: SecretKey,
  context: Uint8Array,
  source: FileSource,
  range: FileRange,
): AsyncGenerator<Buffer, void, undefined> {
  checkRange(range, openedFileLength(source.length));
  const keys = openFileHeader(key, context, await readExactly(source, 0, headerBytes));
  const firstChunk = Math.floor(range.start / chunkBytes);
  const chunksEnd = range.start < range.end ? Math.ceil(range.end / chunkBytes) : firstChunk;
  for (let index = firstChunk; index < chunksEnd; index += chunksPerRead) {
    const count = Math.min(chunksPerRead, chunksEnd - index);
    const plaintext = await readChunks(keys, source, { index, count });
    const offset = index * chunkBytes;
    yield plaintext.subarray(Math.max(0, range.start - offset), range.end - offset);
  }
}

/**
 * The length of the plaintext, authenticated by opening the last chunk: what a read relative to the
 * end of the file must ask first.
 *
 * @throws {@link CryptoError} as {@link openFileRange}.
 */
export async function openFileLength(
  key: SecretKey,
  context: Uint8Array,
  source: FileSource,
): Promise<number> {
  const length = openedFileLength(source.length);
  const keys = openFileHeader(key, context, await readExactly(source, 0, headerBytes));
  await readChunks(keys, source, { index: Math.floor(length / chunkBytes), count: 1 });
  return length;
}

const chunksPerRead = 64;

function checkRange({ start, end }: FileRange, length: number): void {
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (whole && start >= 0 && start <= end && end <= length) return;
  throw new CryptoError('bad_input', 'The range is not within the file.');
}

async function readChunks(
  keys: FileKeys,
  source: FileSource,
  chunks: { readonly index: number; readonly count: number },
): Promise<Buffer> {
  const start = headerBytes + chunks.index * sealedChunkBytes;
  const length = Math.min(chunks.count * sealedChunkBytes, source.length - start);
  const sealed = await readExactly(source, start, length);
  const opened = Buffer.allocUnsafeSlow(sealed.length - chunks.count * tagBytes);
  openChunks(keys, chunks.index, sealed, opened);
  return opened;
}

async function readExactly(source: FileSource, start: number, length: number): Promise<Uint8Array> {
  const bytes = await source.read(start, length);
  if (bytes.length !== length) throw notAuthentic();
  return bytes;
}
