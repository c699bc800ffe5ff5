import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RecordsFile } from '@wardkeep/client';

/** What a directory is looked through for; a file that is named is taken whatever it is called. */
const RECORDS = /\.(?:json|ndjson|xml)(?:\.gz)?$/i;

/** What was named, in its order; a name that is none says why. */
export interface FoundFiles {
  readonly files: readonly RecordsFile[];
  readonly wrong: readonly { readonly name: string; readonly why: string }[];
}

/**
 * The named files, and all of the named directories that may hold records, in the order of their names. Their bytes stay
 * where they are.
 */
export async function recordFiles(names: readonly string[]): Promise<FoundFiles> {
  const files: RecordsFile[] = [];
  const wrong: { name: string; why: string }[] = [];
  for (const name of names) {
    const found = await filesOf(name);
    if ('why' in found) wrong.push({ name, why: found.why });
    const blobs = 'why' in found ? [] : await Promise.all(found.files.map(opened));
    for (const { file, blob } of blobs)
      if (blob === undefined) wrong.push({ name: file, why: 'can’t be opened' });
      else files.push({ name: file, blob });
  }
  return { files, wrong };
}

async function filesOf(
  name: string,
): Promise<{ readonly files: readonly string[] } | { readonly why: string }> {
  const stats = await stat(name).catch(() => undefined);
  if (stats === undefined) return { why: 'can’t be opened. Is the name right?' };
  if (stats.isFile()) return { files: [name] };
  if (!stats.isDirectory()) return { why: 'is not a file' };
  const found = await readdir(name, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile() && RECORDS.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return { files: files.toSorted() };
}

/** Undefined when it can't be: the operating system’s own words would say no more. */
async function opened(
  file: string,
): Promise<{ readonly file: string; readonly blob: Blob | undefined }> {
  try {
    return { file, blob: await openAsBlob(file) };
  } catch {
    return { file, blob: undefined };
  }
}
