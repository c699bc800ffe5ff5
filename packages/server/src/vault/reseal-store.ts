import { sql, type RawBuilder } from 'kysely';
import type { Sealed, WrappedKey } from '@wardkeep/crypto';
import { queries } from '../db/queries.ts';
import type { SealedColumn, SealedRow } from '../db/sealed-columns.ts';
import type { Tx } from '../db/tx.ts';

/** A row of any table in the registry: its key, what its name is made of, and the ciphertext. */
export interface StoredValue {
  readonly row: SealedRow;
  readonly sealed: Sealed<unknown>;
  readonly wrappedKey: WrappedKey | null;
  readonly blobId: string | null;
}

export interface UnderKeys {
  readonly ownerId: string;
  /** Key ids, hexadecimal. */
  readonly keyIds: readonly string[];
}

/** Bounds the memory and the length of one transaction. */
const ROWS_MOST = 100;
const BYTES_MOST = 8 * 1024 * 1024;

/** False when the person is gone. Writers of the chart take the same lock, so neither deadlocks the other. */
export async function lockOwner(tx: Tx, personId: string): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('person')
    .select('person_id')
    .where('person_id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** The next values of one owner that one of these keys sealed, in the order of the primary key; none when all were seen. */
export async function readValuesUnder(
  tx: Tx,
  column: SealedColumn,
  of: UnderKeys,
  after: SealedRow | undefined,
): Promise<readonly StoredValue[]> {
  return read(tx, column, of, {
    after,
    under: isUnder(column.column, of.keyIds),
  });
}

/** The same for files: rows whose file's key is wrapped by one of these keys. */
export async function readFilesUnder(
  tx: Tx,
  column: SealedColumn & { readonly file: NonNullable<SealedColumn['file']> },
  of: UnderKeys,
  after: SealedRow | undefined,
): Promise<readonly StoredValue[]> {
  return read(tx, column, of, { after, under: isUnder(column.file.wrappedKey, of.keyIds) });
}

/** Values and file keys of one owner under these keys, in one column of the registry. */
export async function countUnder(tx: Tx, column: SealedColumn, of: UnderKeys): Promise<number> {
  const values = isUnder(column.column, of.keyIds);
  const under =
    column.file === undefined
      ? values
      : sql<boolean>`(${values} or ${isUnder(column.file.wrappedKey, of.keyIds)})`;
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(column.table)}
    where ${sql.ref(column.owner)} = ${of.ownerId} and ${under}`.execute(queries(tx));
  return rows[0]?.count ?? 0;
}

/**
 * Puts a new ciphertext in the place of exactly the old one, in the copy too, if that still holds the same.
 * False when somebody else wrote there in the meantime: then it is under the active key already.
 */
export async function swapValue(
  tx: Tx,
  column: SealedColumn,
  stored: StoredValue,
  sealed: Sealed<unknown>,
): Promise<boolean> {
  const { rows } = await sql`
    update ${sql.table(column.table)} set ${sql.ref(column.column)} = ${sealed}
    where ${isRow(column, stored)} and ${sql.ref(column.column)} = ${stored.sealed}
    returning 1`.execute(queries(tx));
  const { copy } = column;
  if (copy !== undefined && rows.length > 0) {
    await sql`
      update ${sql.table(copy.table)} set ${sql.ref(column.column)} = ${sealed}
      where ${equal([column.owner, ...copy.matches], stored.row)}
        and ${sql.ref(column.column)} = ${stored.sealed}`.execute(queries(tx));
  }
  return rows.length > 0;
}

/** The same for a file: details, wrapped key and blob change together or not at all. */
export async function swapFile(
  tx: Tx,
  column: SealedColumn & { readonly file: NonNullable<SealedColumn['file']> },
  stored: StoredValue,
  next: {
    readonly sealed: Sealed<unknown>;
    readonly wrappedKey: WrappedKey;
    readonly blobId: string;
  },
): Promise<boolean> {
  const { wrappedKey, blobId } = column.file;
  const { rows } = await sql`
    update ${sql.table(column.table)} set
      ${sql.ref(column.column)} = ${next.sealed},
      ${sql.ref(wrappedKey)} = ${next.wrappedKey},
      ${sql.ref(blobId)} = ${next.blobId}
    where ${isRow(column, stored)}
      and ${sql.ref(column.column)} = ${stored.sealed}
      and ${sql.ref(wrappedKey)} = ${stored.wrappedKey}
      and ${sql.ref(blobId)} = ${stored.blobId}
    returning 1`.execute(queries(tx));
  return rows.length > 0;
}

async function read(
  tx: Tx,
  column: SealedColumn,
  of: UnderKeys,
  where: { readonly after: SealedRow | undefined; readonly under: RawBuilder<boolean> },
): Promise<readonly StoredValue[]> {
  const order = columns([column.owner, ...column.key]);
  const length = sql`octet_length(${sql.ref(column.column)})`;
  const { rows } = await sql<SealedRow>`
    select * from (
      select ${columns([column.owner, ...column.key, ...column.names])},
        ${sql.ref(column.column)} as "sealed value",
        ${column.file === undefined ? sql`null` : sql.ref(column.file.wrappedKey)} as "wrapped key",
        ${column.file === undefined ? sql`null` : sql.ref(column.file.blobId)} as "blob id",
        sum(${length}) over (order by ${order}) - ${length} as "bytes before"
      from ${sql.table(column.table)}
      where ${sql.ref(column.owner)} = ${of.ownerId} and ${where.under} and ${isAfter(column, where.after)}
      order by ${order} limit ${ROWS_MOST}
    ) page where "bytes before" <= ${BYTES_MOST} order by ${order}`.execute(queries(tx));
  return rows.map(storedValue);
}

function storedValue({
  'sealed value': sealed,
  'wrapped key': wrappedKey,
  'blob id': blobId,
  ...row
}: SealedRow): StoredValue {
  return {
    row,
    // The registry names sealed columns and wrapped keys only, as its types and its test say.
    sealed: sealed as Sealed<unknown>,
    wrappedKey: wrappedKey as WrappedKey | null, // as above
    blobId: typeof blobId === 'string' ? blobId : null,
  };
}

function isUnder(column: string, keyIds: readonly string[]): RawBuilder<boolean> {
  // docs/formats/value.md and wrapped-key.md: version, then 16 bytes of the id of the key that seals.
  return sql<boolean>`encode(substring(${sql.ref(column)} from 2 for 16), 'hex') = any(${keyIds}::text[])`;
}

function isRow(column: SealedColumn, stored: StoredValue): RawBuilder<boolean> {
  return equal([column.owner, ...column.key, ...column.names], stored.row);
}

function equal(names: readonly string[], row: SealedRow): RawBuilder<boolean> {
  return sql.join(
    names.map((name) => sql`${sql.ref(name)} = ${row[name]}`),
    sql` and `,
  );
}

function isAfter(column: SealedColumn, after: SealedRow | undefined): RawBuilder<boolean> {
  if (after === undefined) return sql<boolean>`true`;
  if (column.key.length === 0) return sql<boolean>`false`;
  const values = sql.join(column.key.map((name) => after[name]));
  return sql<boolean>`(${columns(column.key)}) > (${values})`;
}

function columns(names: readonly string[]): RawBuilder<unknown> {
  return sql.join(names.map((name) => sql.ref(name)));
}
