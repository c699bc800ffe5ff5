import { accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../db/log.ts';
import type { FileKind } from './key-store-files.ts';
import { VaultError } from './vault-error.ts';
import { writeDurably } from './write-durably.ts';

/** The same files in several directories. */
export interface Copies {
  /** Of every copy, each name once. */
  names(pattern: RegExp): readonly string[];
  /** What is ahead of the copies that can be read; undefined when none has the file. */
  read<T>(name: string, kind: FileKind<T>): T | undefined;
  /** In every copy, on disk and read back, or it throws. */
  write(name: string, text: string): void;
  /** In as many as can be written, at least one. */
  writeSome(name: string, text: string): void;
  mend<T>(name: string, kind: FileKind<T>): void;
}

export function openCopies(directories: readonly string[], log: Log): Copies {
  return {
    names: (pattern) => {
      const names = new Set(namesIn(directories));
      return [...names].filter((name) => pattern.test(name)).toSorted();
    },
    read: (name, kind) => ahead(directories, name, kind)?.content,
    write: (name, text) => {
      // Asked of all before the first is written: a copy that is away leaves nothing half done.
      for (const directory of directories) makeWritable(directory);
      for (const directory of directories) writeAndReadBack(directory, name, text);
    },
    writeSome: (name, text) => {
      const failures = directories.filter((directory) => !tryWrite(directory, name, { text, log }));
      if (failures.length === directories.length) throw unwritable(failures.join(', '));
    },
    mend: (name, kind) => {
      mend(directories, name, { kind, log });
    },
  };
}

type Copy<T> = { readonly text: string; readonly content: T };

function mend<T>(
  directories: readonly string[],
  name: string,
  { kind, log }: { readonly kind: FileKind<T>; readonly log: Log },
): void {
  const best = ahead(directories, name, kind);
  if (best === undefined) return;
  for (const directory of directories) {
    if (textOf(directory, name) === best.text) continue;
    const wasThere = existsSync(path.join(directory, name));
    if (!tryWrite(directory, name, { text: best.text, log })) continue;
    log.warn(
      { directory, file: name, was: wasThere ? 'behind or damaged' : 'missing' },
      'a copy of the key store was mended from another',
    );
  }
}

/** Of the copies that can be read; one that is not there is mended or refuses the next write. */
function namesIn(directories: readonly string[]): readonly string[] {
  const failures: unknown[] = [];
  const names: string[] = [];
  for (const directory of directories) {
    try {
      if (existsSync(directory)) names.push(...readdirSync(directory));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length < directories.length) return names;
  const [cause] = failures;
  throw new VaultError('key_store_damaged', 'No copy of the key store can be read.', { cause });
}

/** @throws {@link VaultError} `key_store_damaged` when copies are there and none can be read. */
function ahead<T>(
  directories: readonly string[],
  name: string,
  kind: FileKind<T>,
): Copy<T> | undefined {
  const failures: unknown[] = [];
  let best: Copy<T> | undefined;
  for (const directory of directories) {
    try {
      const text = textOf(directory, name);
      if (text === undefined) continue;
      const content = kind.parse(text);
      if (best === undefined || kind.compare(content, best.content) > 0) best = { text, content };
    } catch (error) {
      failures.push(error);
    }
  }
  if (best !== undefined || failures.length === 0) return best;
  const where = directories.map((directory) => path.join(directory, name)).join(', ');
  throw new VaultError('key_store_damaged', `${where} is not a readable file of the key store.`, {
    cause: failures[0],
  });
}

function textOf(directory: string, name: string): string | undefined {
  const file = path.join(directory, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function tryWrite(
  directory: string,
  name: string,
  { text, log }: { readonly text: string; readonly log: Log },
): boolean {
  try {
    makeWritable(directory);
    writeAndReadBack(directory, name, text);
    return true;
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    log.error({ directory, file: name }, 'a copy of the key store can’t be written');
    return false;
  }
}

function makeWritable(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unwritable(directory, cause);
  }
}

function writeAndReadBack(directory: string, name: string, text: string): void {
  const file = path.join(directory, name);
  try {
    writeDurably(file, text);
  } catch (cause) {
    throw unwritable(directory, cause);
  }
  if (readFileSync(file, 'utf8') !== text) throw unwritable(directory);
}

function unwritable(directory: string, cause?: unknown): VaultError {
  return new VaultError(
    'key_store_copy_unwritable',
    `The key store in ${directory} can’t be written. Nothing was taken into use. Mend the directory, or take it out of WARDKEEP_KEY_STORE_COPIES.`,
    { cause },
  );
}
