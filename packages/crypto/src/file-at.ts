import { availableParallelism } from 'node:os';
import { CryptoError, notAuthentic } from './errors.ts';
import { headerBytes } from './file-chunk.ts';
import { newFileHeader, openFileHeader } from './file-header.ts';
import { openedFileLength } from './file-length.ts';
import { sourceChanged, type FileJob, type OpenFiles } from './file-stretch.ts';
import { throughTemporary, type FilePaths } from './file-temporary.ts';
import { workOnFile } from './file-work.ts';
import type { SecretKey } from './secret-key.ts';

export type FileAtOptions = {
  /**
   * How many threads work, the caller's among them: 1 starts no other. Without it, a file of 32 MiB
   * or more gets one for each core, at most 4. None holds the caller's for longer than about a
   * millisecond at a time.
   */
  readonly threads?: number;
  /** Ends the work; nothing stays behind. */
  readonly signal?: AbortSignal;
  /** `false` leaves it to the system when the target reaches the disk. */
  readonly durable?: boolean;
};

/**
 * Seals the regular file at `paths.source` (docs/formats/file.md) to `paths.target`, in constant
 * memory. The target appears whole or not at all, with mode 0600, and takes the place of an older
 * one; both paths may be the same.
 *
 * @throws {@link CryptoError} `bad_input` if the source is no regular file or changes while it is
 * read, `key_destroyed`; the system's error of a read or a write; the signal's reason.
 */
export async function sealFileAt(
  key: SecretKey,
  context: Uint8Array,
  paths: FilePaths,
  options: FileAtOptions = {},
): Promise<void> {
  const { header, keys } = newFileHeader(key, context);
  await throughTemporary(paths, options, async (files) => {
    const before = await statOf(files);
    await files.target.write(header, 0, headerBytes, 0);
    await run({ work: 'seal', keys, length: before.size }, files, options);
    const after = await statOf(files);
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw sourceChanged();
  });
}

/**
 * Opens what {@link sealFileAt} or any other function of this package sealed. The target appears only
 * once every chunk, the last one too, was verified.
 *
 * @throws {@link CryptoError} `not_authentic` unless the source was sealed under this key and context
 * and is complete; else as {@link sealFileAt}.
 */
export async function openFileAt(
  key: SecretKey,
  context: Uint8Array,
  paths: FilePaths,
  options: FileAtOptions = {},
): Promise<void> {
  const ownContext = Uint8Array.from(context);
  await throughTemporary(paths, options, async (files) => {
    const length = plaintextLength((await statOf(files)).size);
    const header = Buffer.alloc(headerBytes);
    const { bytesRead } = await files.source.read(header, 0, headerBytes, 0);
    const keys = openFileHeader(key, ownContext, header.subarray(0, bytesRead));
    await run({ work: 'open', keys, length }, files, options);
  });
}

async function statOf({ source }: OpenFiles): Promise<{ size: number; mtimeMs: number }> {
  const stats = await source.stat();
  if (stats.isFile()) return stats;
  throw new CryptoError('bad_input', 'The source is no regular file.');
}

/** A length that no sealed file has looks like every other file that does not open. */
function plaintextLength(sealedLength: number): number {
  try {
    return openedFileLength(sealedLength);
  } catch {
    throw notAuthentic();
  }
}

async function run(job: FileJob, files: OpenFiles, options: FileAtOptions): Promise<void> {
  const { signal } = options;
  const threads = options.threads ?? threadsFor(job.length);
  if (!Number.isSafeInteger(threads) || threads < 1) {
    throw new CryptoError('bad_input', 'The number of threads is a whole number from 1.');
  }
  // Only what the chunks need leaves this thread.
  const own = { ...job, keys: { key: job.keys.key, baseNonce: job.keys.baseNonce } };
  await workOnFile(own, files, { threads, signal });
}

function threadsFor(length: number): number {
  return length < worthThreads ? 1 : Math.min(availableParallelism(), mostThreads);
}

// Below it, starting threads takes longer than they save.
const worthThreads = 32 << 20;
// More would wait for memory and disk.
const mostThreads = 4;
