import type { Readable } from 'node:stream';

/**
 * Sealed files by id. Whoever implements this sees ciphertext only.
 *
 * - `put` keeps all of the stream or nothing: a stream that breaks leaves no blob behind. What it returned is durable.
 * - `get` fails with {@link BlobError} `missing` when there is no such blob.
 * - `delete` of a blob that is not there is no error.
 * - `length` is undefined for a blob that is not there.
 * - `list` names every whole blob, in no order; one that comes or goes meanwhile may be missing.
 */
export interface BlobStore {
  put(blobId: string, sealed: Readable): Promise<{ readonly length: number }>;
  get(blobId: string): Promise<Readable>;
  delete(blobId: string): Promise<void>;
  /** Of the sealed file, in bytes. */
  length(blobId: string): Promise<number | undefined>;
  list(): AsyncIterable<{ readonly blobId: string; readonly storedAt: Date }>;
}

export class BlobError extends Error {
  override readonly name = 'BlobError';
  readonly code: 'missing' | 'bad_id';
  constructor(code: 'missing' | 'bad_id', options?: ErrorOptions) {
    super(
      code === 'missing' ? 'A file of the store is not there.' : 'A blob id is a UUID.',
      options,
    );
    this.code = code;
  }
}
