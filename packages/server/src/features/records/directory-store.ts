import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../../db/queries.ts';
import type { StoredJson } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

/** One version of a record of an organisation's directory. */
export interface StoredEntry {
  readonly organisationId: string;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly sealed: Sealed<StoredJson>;
  readonly writtenAt: Date;
}

/** In whose directory an id is, or was; null for none's. */
export async function findDirectory(tx: Tx, id: string): Promise<string | null> {
  const row = await queries(tx)
    .selectFrom('directory_record')
    .select('organisation_id')
    .where('resource_id', '=', id)
    .where('is_newest', '=', true)
    .executeTakeFirst();
  return row?.organisation_id ?? null;
}

/** Writers of one directory take turns. */
export async function lockDirectory(tx: Tx, organisationId: string): Promise<void> {
  await queries(tx)
    .selectFrom('organisation')
    .select('organisation_id')
    .where('organisation_id', '=', organisationId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** How many records of a type there are, and were: those that were deleted count. */
export async function countEntries(tx: Tx, organisationId: string, type: string): Promise<number> {
  const { count } = await queries(tx)
    .selectFrom('directory_record')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('organisation_id', '=', organisationId)
    .where('resource_type', '=', type)
    .where('is_newest', '=', true)
    .executeTakeFirstOrThrow();
  return count;
}

/** What is there now of these types, and what was deleted. */
export async function readEntriesOfTypes(
  tx: Tx,
  organisationIds: readonly string[],
  types: readonly string[],
): Promise<readonly StoredEntry[]> {
  const rows = await newest(tx, organisationIds).where('resource_type', 'in', types).execute();
  return rows.map(toEntry);
}

export async function readEntriesById(
  tx: Tx,
  organisationIds: readonly string[],
  ids: readonly string[],
): Promise<readonly StoredEntry[]> {
  if (organisationIds.length === 0 || ids.length === 0) return [];
  const rows = await newest(tx, organisationIds)
    .where('resource_id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .execute();
  return rows.map(toEntry);
}

function newest(tx: Tx, organisationIds: readonly string[]) {
  return queries(tx)
    .selectFrom('directory_record')
    .selectAll()
    .where('organisation_id', '=', (eb) => eb.fn.any(eb.val(organisationIds)))
    .where('is_newest', '=', true);
}

interface Which {
  readonly organisationId: string;
  readonly type: string;
  readonly id: string;
}

/** A page of versions before one, newest first. */
export async function readEntryVersions(
  tx: Tx,
  { organisationId, type, id }: Which,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<readonly StoredEntry[]> {
  const rows = await queries(tx)
    .selectFrom('directory_record')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('resource_type', '=', type)
    .where('resource_id', '=', id)
    .where('version', '<', before)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toEntry);
}

/**
 * The next version of a record, or its first, in a directory that is locked.
 * @throws Error when it follows none that is there.
 */
export async function insertEntry(tx: Tx, entry: StoredEntry): Promise<void> {
  const { organisationId, type, id, version, sealed, writtenAt } = entry;
  if (version > 1) {
    const { numUpdatedRows } = await queries(tx)
      .updateTable('directory_record')
      .set({ is_newest: false })
      .where('organisation_id', '=', organisationId)
      .where('resource_type', '=', type)
      .where('resource_id', '=', id)
      .where('version', '=', version - 1)
      .where('is_newest', '=', true)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) throw new Error('a record that was to be replaced is not there');
  }
  await queries(tx)
    .insertInto('directory_record')
    .values({
      organisation_id: organisationId,
      resource_type: type,
      resource_id: id,
      version,
      is_newest: true,
      sealed,
      written_at: writtenAt,
    })
    .execute();
}

function toEntry(row: {
  readonly organisation_id: string;
  readonly resource_type: string;
  readonly resource_id: string;
  readonly version: number;
  readonly sealed: Sealed<StoredJson>;
  readonly written_at: Date;
}): StoredEntry {
  return {
    organisationId: row.organisation_id,
    type: row.resource_type,
    id: row.resource_id,
    version: row.version,
    sealed: row.sealed,
    writtenAt: row.written_at,
  };
}
