import { open, rm } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/**
 * A new file that only this user can read, on the disk when this returns; none when it throws.
 * @throws {@link CliError} `bad_file` when it exists (a key that is written over is lost) or can't be written whole.
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    throw unwritable(
      file,
      codeOf(cause) === 'EEXIST' ? 'exists already' : 'can’t be written',
      cause,
    );
  });
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (cause) {
    await rm(file, { force: true });
    const why = codeOf(cause) === 'ENOSPC' ? 'does not fit on the disk' : 'can’t be written';
    throw unwritable(file, why, cause);
  } finally {
    await handle.close();
  }
}

/**
 * All of them or none, in a directory that knows their names when this returns.
 * @throws {@link CliError} as {@link writePrivateFile}
 */
export async function writePrivateFiles(
  directory: string,
  files: readonly { readonly file: string; readonly text: string }[],
): Promise<void> {
  const done: string[] = [];
  try {
    for (const { file, text } of files) {
      await writePrivateFile(file, text);
      done.push(file);
    }
    await syncDirectory(directory);
  } catch (error) {
    await removeFiles(done);
    throw error;
  }
}

export async function removeFiles(files: readonly string[]): Promise<void> {
  for (const file of files) await rm(file, { force: true });
}

async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    // What can't sync a directory (FAT on a stick, a share) has synced the files.
    if (codeOf(cause) !== 'EINVAL') throw unwritable(directory, 'can’t be written', cause);
  }
}

function unwritable(file: string, why: string, cause: unknown): CliError {
  return new CliError('bad_file', `${file} ${why}. Nothing was written.`, { cause });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
