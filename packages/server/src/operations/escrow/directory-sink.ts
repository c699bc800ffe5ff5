import { randomUUID } from 'node:crypto';
import { link, mkdir, open, opendir, readFile, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { EscrowError, type EscrowErrorCode } from './escrow-error.ts';
import {
  LONGEST_NOTE,
  TOO_LONG,
  keptNotes,
  noteName,
  sizeOfName,
  type NoteStore,
} from './kept-notes.ts';
import { patiently } from './patience.ts';

/**
 * A directory on another disk or machine: one file for each note, mode 0600, whole and synced before it has its name,
 * never overwritten and never deleted. Needs a file system with hard links.
 */
export function directorySink(directory: string, waitMs?: number) {
  // A mount whose server is gone answers never; the wait ends, and the next one does not begin beside it.
  return keptNotes('directory', directory, patiently(directoryNotes(directory), waitMs));
}

function directoryNotes(root: string): NoteStore {
  const at = (name: string): string => path.join(root, name);
  return {
    putNew: (name, text) => told(putNew(root, at(name), text)),
    get: (name) => told(textOf(at(name))),
    folders: (folder) => told(foldersIn(at(folder))),
    greatest: async (folder) => {
      let most: number | undefined;
      for await (const size of sizesIn(at(folder))) most = Math.max(most ?? 0, size);
      return most;
    },
    count: async (folder) => {
      let count = 0;
      for await (const _size of sizesIn(at(folder))) count += 1;
      return count;
    },
    sizes: async function* (folder) {
      yield* await sortedSizes(at(folder));
    },
    nearest: async (folder, sizes) => {
      const sorted = await sortedSizes(at(folder));
      return sizes.flatMap((size) => sorted.find((each) => each >= size) ?? []);
    },
  };
}

async function putNew(root: string, file: string, text: string): Promise<void> {
  const directory = path.dirname(file);
  await makeDurably(root, directory);
  const temporary = path.join(directory, `.${path.basename(file)}.${randomUUID()}`);
  try {
    await writeAndSync(temporary, text);
    await link(temporary, file);
  } catch (error) {
    if (codeIn(error) !== 'EEXIST') throw error;
    if ((await textOf(file)) !== text) throw new EscrowError('conflict');
  } finally {
    await rm(temporary, { force: true });
  }
  await syncDirectory(directory);
}

async function makeDurably(root: string, directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  // Each new directory is an entry of the one above it.
  const isAbove = (each: string): boolean => each.length >= path.dirname(first).length;
  for (let each = path.dirname(directory); isAbove(each); each = path.dirname(each)) {
    await syncDirectory(each);
    if (each === path.dirname(root)) return;
  }
}

async function writeAndSync(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
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

async function textOf(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() && found.size <= LONGEST_NOTE ? await readFile(file, 'utf8') : TOO_LONG;
  } catch (error) {
    if (codeIn(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function foldersIn(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (codeIn(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A year of them is some ten megabytes. */
async function sortedSizes(directory: string): Promise<readonly number[]> {
  const sizes: number[] = [];
  for await (const size of sizesIn(directory)) sizes.push(size);
  return sizes.toSorted((a, b) => a - b);
}

async function* sizesIn(directory: string): AsyncIterable<number> {
  try {
    for await (const entry of await opendir(directory, { bufferSize: 1024 })) {
      const size = sizeOfName(entry.name);
      // One spelling: `noteName` pads to what fits.
      if (size !== undefined && noteName(size) === entry.name) yield size;
    }
  } catch (error) {
    if (codeIn(error) !== 'ENOENT') throw toldAs(error);
  }
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toldAs(error);
  }
}

const CODES: Readonly<Record<string, EscrowErrorCode>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  ENOTDIR: 'missing',
  ENOENT: 'missing',
  ENOSPC: 'full',
  EDQUOT: 'full',
};

/** Anything else of a file system is a disk or a mount that does not answer: EIO, ESTALE, EHOSTDOWN. */
function toldAs(cause: unknown): EscrowError {
  if (cause instanceof EscrowError) return cause;
  return new EscrowError(CODES[codeIn(cause)] ?? 'unreachable', { cause });
}

function codeIn(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
