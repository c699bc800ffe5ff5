import { open } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/**
 * A new file that only this user can read, on the disk when this returns.
 * @throws {@link CliError} `bad_file` when it exists: a key that is written over is lost.
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    const why = exists ? 'exists already. Nothing was written.' : 'can’t be written.';
    throw new CliError('bad_file', `${file} ${why}`, { cause });
  });
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
