import { constants } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OpenFiles } from './file-stretch.ts';
import { fillRandom } from './random.ts';

export type FilePaths = { readonly source: string; readonly target: string };

/**
 * Lets `fill` write a temporary file beside the target, which takes the target's name only once
 * `fill` is done. Whatever fails, no file and no handle stays behind; after a crash the temporary
 * file does, as `.wardkeep-….part`.
 */
export async function throughTemporary(
  { source, target }: FilePaths,
  options: { readonly signal?: AbortSignal; readonly durable?: boolean },
  fill: (files: OpenFiles) => Promise<void>,
): Promise<void> {
  options.signal?.throwIfAborted();
  const temporary = join(dirname(target), `.wardkeep-${randomName()}.part`);
  const durable = options.durable ?? true;
  await withFile(await open(source, readWithoutWaiting), async (sourceFile) => {
    const targetFile = await open(temporary, 'wx', 0o600);
    try {
      await withFile(targetFile, async () => {
        await fill({ source: sourceFile, target: targetFile });
        if (durable) await targetFile.sync();
      });
      options.signal?.throwIfAborted();
      await rename(temporary, target);
    } catch (error) {
      await remove(temporary, error);
      throw error;
    }
  });
  if (durable) await syncFolder(dirname(target));
}

// Opening a pipe would wait for its writer; Windows has neither.
const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

function randomName(): string {
  const name = Buffer.alloc(16);
  fillRandom(name);
  return name.toString('hex');
}

async function withFile(file: FileHandle, use: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

async function remove(path: string, reason: unknown): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    const message = 'A temporary file could not be removed.';
    throw new AggregateError([reason, error], message, { cause: error });
  }
}

/** The new name itself must reach the disk. Windows has no such call, and opens no folder. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await withFile(await open(path, 'r'), (folder) => folder.sync());
}
