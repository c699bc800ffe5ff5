import { sql } from 'kysely';

import { type ConnectionSettings, type Database, openDatabase } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { type MigrationFile, readMigrations } from './migration-files.ts';
import { queries } from './queries.ts';
import type { Tx } from './tx.ts';

/**
 * Brings a database up to the files `NNNN-title.sql` of `directory`: forward only, each in its own
 * transaction, once. Servers that start together wait for each other.
 * @returns The names that this call applied, in order.
 * @throws {@link DatabaseError} `migration_changed` if an applied file now reads otherwise, is gone
 * from before newer ones, or a new one is numbered below an applied one; `migration_unknown` if a
 * newer program migrated the database; `migration_failed`, that file rolled back whole.
 */
export async function migrate(
  target: Database | ConnectionSettings,
  directory: string,
): Promise<{ applied: string[] }> {
  const files = await readMigrations(directory);
  return withDatabase(target, async (db) => {
    const pending = await db.transaction((tx) => compare(tx, files));
    const applied: string[] = [];
    for (const file of pending) {
      if (await db.transaction((tx) => applyOnce(tx, files, file))) applied.push(file.name);
    }
    return { applied };
  });
}

/** The names that `migrate` would apply, in order; throws as it would, and changes nothing. */
export async function pendingMigrations(
  target: Database | ConnectionSettings,
  directory: string,
): Promise<string[]> {
  const files = await readMigrations(directory);
  return withDatabase(target, async (db) => {
    const pending = await db.transaction((tx) => compare(tx, files), { readOnly: true });
    return pending.map((file) => file.name);
  });
}

async function withDatabase<T>(
  target: Database | ConnectionSettings,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  if ('transaction' in target) return work(target);
  const db = await openDatabase(target, { maxConnections: 1 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** False if another server applied it while this one waited for the lock. */
async function applyOnce(
  tx: Tx,
  files: readonly MigrationFile[],
  file: MigrationFile,
): Promise<boolean> {
  await lock(tx);
  await sql`create table if not exists migration (
    name text primary key,
    sha256 bytea not null,
    applied_at timestamptz not null default now()
  )`.execute(queries(tx));
  const pending = await compare(tx, files);
  if (!pending.includes(file)) return false;
  await run(tx, file);
  await sql`insert into migration (name, sha256) values (${file.name}, ${file.sha256})`.execute(
    queries(tx),
  );
  return true;
}

/** Held until the transaction ends: no session state, so a transaction-mode pooler does no harm. */
async function lock(tx: Tx): Promise<void> {
  // A migration, and waiting for another server's, may take longer than any request.
  await sql`set local statement_timeout = 0`.execute(queries(tx));
  await sql`select pg_advisory_xact_lock(${lockKey})`.execute(queries(tx));
}

// Any constant does, as long as every version of the program uses the same: "wardkeep" in ASCII,
// its last four bytes.
const lockKey = 0x6b_65_65_70;

async function run(tx: Tx, file: MigrationFile): Promise<void> {
  const before = await transactionId(tx);
  try {
    await sql.raw(file.sql).execute(queries(tx));
  } catch (cause) {
    throw new DatabaseError('migration_failed', `${file.name} failed`, { cause });
  }
  if ((await transactionId(tx)) !== before) {
    throw new DatabaseError('migration_failed', `${file.name} ends its transaction itself`);
  }
}

async function transactionId(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(
    queries(tx),
  );
  return rows[0]?.id;
}

/** The files not yet applied. */
async function compare(tx: Tx, files: readonly MigrationFile[]): Promise<MigrationFile[]> {
  const applied = await appliedMigrations(tx);
  const byName = new Map(files.map((file) => [file.name, file]));
  const last = files.at(-1)?.name ?? '';
  for (const { name, sha256 } of applied) {
    const file = byName.get(name);
    if (file === undefined) throw missing(name, last);
    if (!file.sha256.equals(sha256)) {
      throw new DatabaseError('migration_changed', `${name} was changed after it was applied`);
    }
  }
  return pendingAfter(files, applied);
}

async function appliedMigrations(tx: Tx): Promise<Applied[]> {
  const exists = await sql<{ found: boolean }>`
    select to_regclass('migration') is not null as found`.execute(queries(tx));
  if (exists.rows[0]?.found !== true) return [];
  const { rows } = await sql<Applied>`
    select name, sha256 from migration order by name collate "C"`.execute(queries(tx));
  return rows;
}

interface Applied {
  readonly name: string;
  readonly sha256: Buffer;
}

function missing(name: string, last: string): DatabaseError {
  return name > last
    ? new DatabaseError('migration_unknown', `a newer program applied ${name} to this database`)
    : new DatabaseError('migration_changed', `${name} was applied, but its file is gone`);
}

function pendingAfter(files: readonly MigrationFile[], applied: readonly Applied[]) {
  const names = new Set(applied.map(({ name }) => name));
  const pending = files.filter((file) => !names.has(file.name));
  const lastApplied = applied.at(-1)?.name ?? '';
  const late = pending.find((file) => file.name < lastApplied);
  if (late === undefined) return pending;
  throw new DatabaseError(
    'migration_changed',
    `${late.name} is new, but ${lastApplied} was applied already`,
  );
}
