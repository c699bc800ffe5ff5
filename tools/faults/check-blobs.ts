import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

export interface BlobFaults {
  readonly halfWritten: string[];
  /** Whole files that no document needs: sealed, under a key that was never kept. */
  readonly unneeded: number;
}

/** The blob directory while nothing is under way: nothing unfinished is left of an upload that was cut off. */
export async function checkBlobs(
  dataDirectory: string,
  needed: readonly string[],
): Promise<BlobFaults> {
  const directory = path.join(dataDirectory, 'blobs');
  // The first upload makes it.
  const files = existsSync(directory)
    ? await readdir(directory, { recursive: true, withFileTypes: true })
    : [];
  const names = files.filter((file) => file.isFile()).map((file) => file.name);
  const missing = needed.filter((id) => !names.includes(id)).map((id) => `blob ${id} is missing`);
  const unfinished = names
    .filter((name) => name.endsWith('.part'))
    .map((name) => `${name} is left`);
  const whole = names.filter((name) => !name.endsWith('.part'));
  const isNeeded = new Set(needed);
  return {
    halfWritten: [...missing, ...unfinished],
    unneeded: whole.filter((name) => !isNeeded.has(name)).length,
  };
}
