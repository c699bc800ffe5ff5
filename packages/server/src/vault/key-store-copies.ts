import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import type { SecretKey } from '@wardkeep/crypto';
import type { Log } from '../db/log.ts';
import type { FileKind } from './key-store-files.ts';
import { macOf, sealerOf, splitSeal, type StoreTrust } from './key-store-seal.ts';
import { VaultError } from './vault-error.ts';
import { syncDirectory, writeDurably } from './write-durably.ts';

/** The same files in several directories. */
export interface Copies {
  /** Of every copy, each name once. */
  names(pattern: RegExp): readonly string[];
  /** What is ahead of the copies that count; undefined when none has the file. */
  read<T>(name: string, kind: FileKind<T>): T | undefined;
  /** What each copy says, whether it counts or not. */
  versions<T>(name: string, kind: FileKind<T>): readonly T[];
  /** In every copy, on disk and read back, or it throws. */
  write<T>(name: string, kind: FileKind<T>, content: T): void;
  /** In as many as can be written, at least one. */
  writeSome<T>(name: string, kind: FileKind<T>, content: T): void;
  /** @returns the directories that could not be mended. */
  mend<T>(name: string, kind: FileKind<T>): readonly string[];
  /** What was set aside of this file goes: it may hold wraps that are to be gone. */
  forgetRefused(name: string): void;
  /** A directory that differs from another in a file of this pattern; one that has none of them is only new. */
  odd(pattern: RegExp): string | undefined;
  /** A directory of another installation: it has sealed files, and none is of this one. */
  foreign(pattern: RegExp, installation: string): string | undefined;
  /** From now on only what these keys have sealed counts, and what is written is sealed. */
  trust(trust: StoreTrust): void;
  /** Seals single files by name before the trust is known: for a recovery, which has no database. */
  lend(keyOf: (name: string) => SecretKey | undefined): void;
  /** Which text of a kind that has no MAC counts. */
  trustNotes(isGenuine: (text: string) => boolean): void;
}

interface State {
  readonly directories: readonly string[];
  readonly log: Log;
  trusted: StoreTrust | undefined;
  keyOf: (name: string) => SecretKey | undefined;
  isGenuine: ((text: string) => boolean) | undefined;
}

const EPOCHS = /^epoch-[0-9a-f]{32}\.json$/;
const REFUSED = '.refused-';

export function openCopies(directories: readonly string[], log: Log): Copies {
  const state: State = {
    directories,
    log,
    trusted: undefined,
    keyOf: () => undefined,
    isGenuine: undefined,
  };
  return {
    names: (pattern) => {
      const names = new Set(namesIn(directories));
      return [...names].filter((name) => pattern.test(name)).toSorted();
    },
    read: (name, kind) => ahead(state, name, kind)?.content,
    versions: (name, kind) => versionsOf(directories, name, kind),
    write: (name, kind, content) => {
      // Asked of all before the first is written: a copy that is away leaves nothing half done.
      for (const directory of directories) makeWritable(directory);
      const text = textFor(state, name, kind, content);
      for (const directory of directories) writeAndReadBack(directory, name, text);
    },
    writeSome: (name, kind, content) => {
      const text = textFor(state, name, kind, content);
      const failures = directories.filter((directory) => !tryWrite(directory, name, { text, log }));
      if (failures.length === directories.length) throw unwritable(failures.join(', '));
    },
    mend: (name, kind) => mend(state, name, kind),
    forgetRefused: (name) => {
      for (const directory of directories) forgetRefused(directory, name);
    },
    odd: (pattern) => oddOne(directories, pattern),
    foreign: (pattern, installation) =>
      directories.find((directory) => isForeign(directory, pattern, installation)),
    trust: (trust) => {
      state.trusted = trust;
    },
    lend: (keyOf) => {
      state.keyOf = keyOf;
    },
    trustNotes: (isGenuine) => {
      state.isGenuine = isGenuine;
    },
  };
}

type Copy<T> = { readonly text: string; readonly content: T };

function counts<T>({ trusted, isGenuine }: State, name: string, kind: FileKind<T>, text: string) {
  if (!kind.isSealed) return isGenuine === undefined || isGenuine(text);
  return trusted === undefined || sealerOf(text, name, trusted) !== undefined;
}

function textFor<T>(state: State, name: string, kind: FileKind<T>, content: T): string {
  if (!kind.isSealed) return kind.write(content);
  const { content: members, seal } = splitSeal(kind.write(content));
  const installation =
    state.trusted?.installation ?? installationIn(state, name) ?? seal.installation;
  const key = state.trusted?.key ?? state.keyOf(name);
  const whole = { ...members, installation };
  const mac = key === undefined ? null : macOf(key, name, whole);
  return `${JSON.stringify({ ...whole, mac }, null, 2)}\n`;
}

/** Of the file that is replaced, or of any other: a recovery has no database to ask. */
function installationIn({ directories }: State, name: string): string | undefined {
  for (const directory of directories) {
    for (const each of [name, ...namesAt(directory).filter((other) => EPOCHS.test(other))]) {
      const installation = sealIn(directory, each)?.installation;
      if (typeof installation === 'string') return installation;
    }
  }
  return undefined;
}

/** None where there is no directory that can be read. */
function namesAt(directory: string): readonly string[] {
  try {
    return existsSync(directory) ? readdirSync(directory) : [];
  } catch {
    return []; // `names` says when no copy can be read, and a write when one can't.
  }
}

function sealIn(directory: string, name: string) {
  try {
    const text = textOf(directory, name);
    return text === undefined ? undefined : splitSeal(text).seal;
  } catch {
    // What can't be read says nothing about whose it is; whoever needs it says that it is damaged.
    return undefined;
  }
}

function isForeign(directory: string, pattern: RegExp, installation: string): boolean {
  const names = namesAt(directory).filter((name) => pattern.test(name));
  const owners = names.map((name) => sealIn(directory, name)?.installation ?? null);
  return owners.some((owner) => owner !== null) && !owners.includes(installation);
}

function oddOne(directories: readonly string[], pattern: RegExp): string | undefined {
  const filesIn = (directory: string): string => {
    const names = namesAt(directory).filter((name) => pattern.test(name));
    return names
      .toSorted()
      .map((name) => `${name}\n${textOf(directory, name) ?? ''}\n`)
      .join('');
  };
  const contents = directories.map((directory) => ({ directory, files: filesIn(directory) }));
  const used = contents.filter(({ files }) => files !== '');
  return used.find(({ files }) => files !== used[0]?.files)?.directory;
}

function mend<T>(state: State, name: string, kind: FileKind<T>): readonly string[] {
  const { directories, log } = state;
  const best = ahead(state, name, kind);
  // A note that nobody has signed is for whoever reads it to refuse; nothing is better than it.
  if (!kind.isSealed && best !== undefined && !counts(state, name, kind, best.text)) return [];
  // After a recovery an epoch's own key has sealed it, before an upgrade none.
  const isOurs =
    best === undefined ||
    !kind.isSealed ||
    state.trusted === undefined ||
    sealerOf(best.text, name, { ...state.trusted, others: [] }) !== undefined;
  const text = best && (isOurs ? best.text : textFor(state, name, kind, best.content));
  const failures: string[] = [];
  for (const directory of directories) {
    const found = textOrNothing(directory, name);
    if (found === text) continue;
    // What nobody has vouched for replaces nothing that can be read.
    if (found !== undefined && kind.isSealed && state.trusted === undefined) continue;
    if (!kind.isSealed && state.isGenuine === undefined && found !== undefined) continue;
    const isRefused = found !== undefined && !counts(state, name, kind, found);
    if (isRefused && !setAside(state, directory, name)) {
      failures.push(directory);
      continue;
    }
    if (text === undefined) continue;
    if (!tryWrite(directory, name, { text, log })) failures.push(directory);
    else
      log.warn(
        { directory, file: name, was: found === undefined ? 'missing' : 'behind or damaged' },
        'a copy of the key store was mended from another',
      );
  }
  return failures;
}

/** Kept for whoever looks into it, under a name that is never read. */
function setAside({ log }: State, directory: string, name: string): boolean {
  const aside = `${name}${REFUSED}${new Date().toISOString().replaceAll(/[-:.]/g, '')}`;
  log.error(
    { directory, file: name, aside },
    'a file of the key store was not written by this installation, and counts for nothing',
  );
  try {
    renameSync(path.join(directory, name), path.join(directory, aside));
    syncDirectory(directory);
    return true;
  } catch {
    log.error({ directory, file: name }, 'a copy of the key store can’t be written');
    return false;
  }
}

function forgetRefused(directory: string, name: string): void {
  for (const each of namesAt(directory).filter((other) => other.startsWith(name + REFUSED)))
    rmSync(path.join(directory, each));
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

function versionsOf<T>(directories: readonly string[], name: string, kind: FileKind<T>): T[] {
  return directories.flatMap((directory) => {
    const text = textOrNothing(directory, name);
    const content = text === undefined ? undefined : parsed(kind, text);
    return content === undefined ? [] : [content];
  });
}

function parsed<T>(kind: FileKind<T>, text: string): T | undefined {
  try {
    return kind.parse(text);
  } catch {
    // Another copy may be readable; when none is, reading says so.
    return undefined;
  }
}

/** @throws {@link VaultError} `key_store_damaged` when copies are there and none can be read, or none counts. */
function ahead<T>(state: State, name: string, kind: FileKind<T>): Copy<T> | undefined {
  const { directories } = state;
  const failures: unknown[] = [];
  let best: Copy<T> | undefined;
  for (const directory of directories) {
    try {
      const text = textOf(directory, name);
      if (text === undefined) continue;
      const content = kind.parse(text);
      if (!counts(state, name, kind, text))
        throw new TypeError('this installation did not seal it');
      if (best === undefined || kind.compare(content, best.content) > 0) best = { text, content };
    } catch (error) {
      failures.push(error);
    }
  }
  if (best !== undefined || failures.length === 0) return best;
  if (!kind.isSealed && state.isGenuine !== undefined)
    return ahead({ ...state, isGenuine: undefined }, name, kind);
  if (directories.some((directory) => isWhereItIsNot(state, directory, name))) return undefined;
  const where = directories.map((directory) => path.join(directory, name)).join(', ');
  throw new VaultError('key_store_damaged', `${where} is not a readable file of the key store.`, {
    cause: failures[0],
  });
}

/** A copy of ours that has no such file: then the one elsewhere was added by somebody else. */
function isWhereItIsNot({ trusted }: State, directory: string, name: string): boolean {
  if (trusted === undefined) return false;
  const names = namesAt(directory);
  if (names.includes(name)) return false;
  return names.some((each) => {
    if (!EPOCHS.test(each)) return false;
    return sealerOf(textOrNothing(directory, each) ?? '', each, trusted) !== undefined;
  });
}

function textOf(directory: string, name: string): string | undefined {
  const file = path.join(directory, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** For a copy that may be in any state. */
function textOrNothing(directory: string, name: string): string | undefined {
  try {
    return textOf(directory, name);
  } catch {
    return undefined; // Mending writes it anew, or says that it can't.
  }
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

export function unwritable(directory: string, cause?: unknown): VaultError {
  return new VaultError(
    'key_store_copy_unwritable',
    `The key store in ${directory} can’t be written. Nothing was taken into use. Mend the directory, or take it out of WARDKEEP_KEY_STORE_COPIES.`,
    { cause },
  );
}
