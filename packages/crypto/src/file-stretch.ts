import type { FileHandle } from 'node:fs/promises';
import { CryptoError, notAuthentic } from './errors.ts';
import {
  chunkBytes,
  headerBytes,
  openChunks,
  sealChunks,
  sealedChunkBytes,
  type ChunkKeys,
} from './file-chunk.ts';
import { sealedFileLength } from './file-length.ts';

/** What is done to one file, as plain data: it can be posted to another thread. */
export type FileJob = {
  readonly work: 'seal' | 'open';
  readonly keys: ChunkKeys;
  /** Bytes of the plaintext. */
  readonly length: number;
};

/** Both stay open until the job has ended. */
export type OpenFiles = { readonly source: FileHandle; readonly target: FileHandle };

/** Chunks that are read, sealed or opened, and written at one go; positions in the two files. */
export type Stretch = {
  readonly firstChunk: number;
  readonly chunks: number;
  readonly readAt: number;
  readonly readLength: number;
  readonly writeAt: number;
};

/** Where one stretch at a time is worked on. */
export type Desk = { readonly input: Buffer; readonly output: Buffer };

export function newDesk(): Desk {
  const size = chunksPerStretch * sealedChunkBytes;
  return { input: Buffer.allocUnsafeSlow(size), output: Buffer.allocUnsafeSlow(size) };
}

/** One of the two sides holds plaintext. */
export function clearDesk({ input, output }: Desk): void {
  input.fill(0);
  output.fill(0);
}

export function stretchCount({ length }: FileJob): number {
  return Math.floor(length / (chunksPerStretch * chunkBytes)) + 1;
}

export function stretchAt({ work, length }: FileJob, index: number): Stretch {
  const firstChunk = index * chunksPerStretch;
  const chunks = Math.min(chunksPerStretch, Math.floor(length / chunkBytes) + 1 - firstChunk);
  const plain = { at: firstChunk * chunkBytes, end: length };
  const sealed = {
    at: headerBytes + firstChunk * sealedChunkBytes,
    end: sealedFileLength(length),
  };
  const [from, to] = work === 'seal' ? ([plain, sealed] as const) : ([sealed, plain] as const);
  const most = chunks * (work === 'seal' ? chunkBytes : sealedChunkBytes);
  const readLength = Math.min(most, from.end - from.at);
  return { firstChunk, chunks, readAt: from.at, readLength, writeAt: to.at };
}

/**
 * From the desk's input, which holds the stretch, to its output.
 *
 * @returns the number of bytes to write.
 * @throws {@link CryptoError} `not_authentic`.
 */
export function workOn(job: FileJob, stretch: Stretch, { input, output }: Desk): number {
  const { firstChunk, chunks: count, readLength } = stretch;
  const bytes = input.subarray(0, readLength);
  return job.work === 'seal'
    ? sealChunks(job.keys, firstChunk, { plaintext: bytes, count }, output)
    : openChunks(job.keys, firstChunk, bytes, output);
}

/** For a source that ends before its length: a file that is opened was cut, another one changed. */
export function cutShort({ work }: FileJob): CryptoError {
  return work === 'open' ? notAuthentic() : sourceChanged();
}

export function sourceChanged(): CryptoError {
  return new CryptoError('bad_input', 'The source changed while it was read.');
}

const chunksPerStretch = 64;
