import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DatabaseError } from './database-error.ts';

export interface MigrationFile {
  /** `NNNN-title.sql`: its number orders it, and the whole name identifies it. */
  readonly name: string;
  readonly sql: string;
  /** Of the file's bytes. */
  readonly sha256: Buffer;
}

/**
 * The migrations of a directory, in order.
 * @throws {@link DatabaseError} `migration_failed` if it cannot be read, holds an SQL file of another
 * name, or holds one number twice.
 */
export async function readMigrations(directory: string): Promise<MigrationFile[]> {
  const names = await sqlFilesOf(directory);
  assertNumbered(names);
  return Promise.all(names.map((name) => readMigration(directory, name)));
}

async function sqlFilesOf(directory: string): Promise<string[]> {
  try {
    const names = await readdir(directory);
    return names.filter((name) => name.endsWith('.sql')).toSorted();
  } catch (cause) {
    throw new DatabaseError('migration_failed', `cannot read migrations of ${directory}`, {
      cause,
    });
  }
}

function assertNumbered(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    const number = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1];
    if (number === undefined) {
      throw new DatabaseError('migration_failed', `${name} is not named NNNN-title.sql`);
    }
    if (seen.has(number)) {
      throw new DatabaseError('migration_failed', `two migrations have the number ${number}`);
    }
    seen.add(number);
  }
}

async function readMigration(directory: string, name: string): Promise<MigrationFile> {
  const bytes = await readFile(join(directory, name));
  return {
    name,
    sql: bytes.toString('utf8'),
    sha256: createHash('sha256').update(bytes).digest(),
  };
}
