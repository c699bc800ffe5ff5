import { mkdir, open, opendir, readdir, rename, rm, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BlobError, type BlobStore } from './blob-store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const UNFINISHED = '.part';

/** Blobs as files, 256 directories wide; written beside, synced, then renamed into place. */
export function directoryBlobStore(root: string): BlobStore {
  const fileOf = (blobId: string): string => {
    if (!UUID.test(blobId)) throw new BlobError('bad_id');
    return path.join(root, blobId.slice(0, 2), blobId);
  };
  return {
    put: (blobId, sealed) => writeBlob(fileOf(blobId), sealed),
    get: async (blobId) => {
      try {
        const handle = await open(fileOf(blobId), 'r');
        return handle.createReadStream();
      } catch (cause) {
        throw cause instanceof BlobError ? cause : new BlobError('missing', { cause });
      }
    },
    delete: (blobId) => rm(fileOf(blobId), { force: true }),
    length: async (blobId) => (await statOf(fileOf(blobId)))?.size,
    list: () => listBlobs(root),
  };
}

async function* listBlobs(root: string) {
  await mkdir(root, { recursive: true, mode: 0o700 });
  // Not recursive: opendir reads a directory that is changed meanwhile, and holds one at a time.
  for (const { name } of await readdir(root, { withFileTypes: true })) {
    for await (const entry of await opendir(path.join(root, name))) {
      const stored = UUID.test(entry.name)
        ? await statOf(path.join(root, name, entry.name))
        : undefined;
      if (stored !== undefined) yield { blobId: entry.name, storedAt: stored.mtime };
    }
  }
}

/** Undefined when it is not there. */
async function statOf(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Removes what uploads left that were cut off with their process. For the start, before anything is served: it cannot
 * tell a file that is still being written. @returns how many there were.
 */
export async function removeUnfinished(root: string): Promise<number> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const names = await readdir(root, { recursive: true });
  const unfinished = names.filter((name) => name.endsWith(UNFINISHED));
  await Promise.all(unfinished.map((name) => rm(path.join(root, name), { force: true })));
  return unfinished.length;
}

async function writeBlob(file: string, sealed: Readable): Promise<{ readonly length: number }> {
  const directory = path.dirname(file);
  const made = await mkdir(directory, { recursive: true, mode: 0o700 });
  // A new directory that its parent forgets takes the file along.
  if (made !== undefined) await syncDirectory(path.dirname(directory));
  const temporary = `${file}${UNFINISHED}`;
  try {
    const length = await writeAndSync(temporary, sealed);
    await rename(temporary, file);
    await syncDirectory(directory);
    return { length };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeAndSync(file: string, sealed: Readable): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await pipeline(sealed, async (source: AsyncIterable<Buffer>) => {
      for await (const chunk of source) await handle.writeFile(chunk);
    });
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
