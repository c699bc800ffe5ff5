import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { KeyObject } from 'node:crypto';
import { compareLogs, placeOfLog } from '../db/log-names.ts';
import { sizeSigned } from './era-checkpoint.ts';
import { VaultError } from './vault-error.ts';
import { writeDurably } from './write-durably.ts';

/**
 * What the signer of the audit log remembers outside the database: of each log the newest note, as
 * `audit-signer/<log>.note` in every copy of the key store. audit/signer-memory.ts says when it is written.
 */
export interface SignerFiles {
  logs(): readonly string[];
  read(log: string): readonly string[];
  /** @throws {@link VaultError} `key_store_copy_unwritable` when no copy took it. */
  write(log: string, note: string): void;
}

const FOLDER = 'audit-signer';
const ENDING = '.note';

export function signerFiles(directories: readonly string[]): SignerFiles {
  return {
    logs: () => [...new Set(directories.flatMap(logsIn))].toSorted(compareLogs),
    read: (log) => directories.flatMap((directory) => textOf(fileIn(directory, log)) ?? []),
    write: (log, note) => {
      // A copy that is away lags, as it does with era.json; what one of them holds is enough to refuse by.
      const failures = directories.flatMap((directory) => {
        try {
          writeDurably(fileIn(directory, log), note);
          return [];
        } catch (error) {
          return [error];
        }
      });
      if (failures.length < directories.length) return;
      const [cause] = failures;
      throw new VaultError(
        'key_store_copy_unwritable',
        'What was signed of the audit log can’t be written to any copy of the key store.',
        { cause },
      );
    },
  };
}

/** The newest log that was signed, and how far; undefined when none was. */
export function newestSigned(
  files: SignerFiles,
  publicKey: KeyObject,
): { readonly log: string; readonly size: number } | undefined {
  for (const log of files.logs().toReversed()) {
    const sizes = files.read(log).flatMap((note) => sizeSigned({ log, note }, publicKey) ?? []);
    if (sizes.length > 0) return { log, size: Math.max(...sizes) };
  }
  return undefined;
}

function logsIn(directory: string): readonly string[] {
  return (namesIn(path.join(directory, FOLDER)) ?? []).flatMap((name) => {
    const log = name.endsWith(ENDING) ? name.slice(0, -ENDING.length) : '';
    return placeOfLog(log) === undefined ? [] : [log];
  });
}

function fileIn(directory: string, log: string): string {
  return path.join(directory, FOLDER, `${log}${ENDING}`);
}

function namesIn(folder: string): readonly string[] | undefined {
  return unlessAbsent(() => readdirSync(folder));
}

function textOf(file: string): string | undefined {
  return unlessAbsent(() => readFileSync(file, 'utf8'));
}

/** What is there and can't be read is an error: without it nobody knows what was signed. */
function unlessAbsent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new VaultError(
      'key_store_damaged',
      'The signer’s memory of the audit log can’t be read.',
      {
        cause: error,
      },
    );
  }
}
