import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../../db/queries.ts';
import type { StoredJson } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface StoredRecord {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly sealed: Sealed<StoredJson>;
}

export async function findOwner(tx: Tx, id: string): Promise<string | null> {
  const row = await queries(tx)
    .selectFrom('resource_owner')
    .select('owner_id')
    .where('resource_id', '=', id)
    .executeTakeFirst();
  return row?.owner_id ?? null;
}

export async function readRecord(
  tx: Tx,
  ownerId: string,
  type: string,
  id: string,
): Promise<StoredRecord | undefined> {
  const row = await queries(tx)
    .selectFrom('resource_current')
    .select(['resource_type', 'resource_id', 'version', 'sealed'])
    .where('owner_id', '=', ownerId)
    .where('resource_type', '=', type)
    .where('resource_id', '=', id)
    .executeTakeFirst();
  return row && toRecord(row);
}

export async function readRecordsOfTypes(
  tx: Tx,
  ownerId: string,
  types: readonly string[],
): Promise<readonly StoredRecord[]> {
  const rows = await queries(tx)
    .selectFrom('resource_current')
    .select(['resource_type', 'resource_id', 'version', 'sealed'])
    .where('owner_id', '=', ownerId)
    .where('resource_type', 'in', types)
    .execute();
  return rows.map(toRecord);
}

export async function readRecordsById(
  tx: Tx,
  ownerId: string,
  ids: readonly string[],
): Promise<readonly StoredRecord[]> {
  if (ids.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('resource_current')
    .select(['resource_type', 'resource_id', 'version', 'sealed'])
    .where('owner_id', '=', ownerId)
    .where('resource_id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .execute();
  return rows.map(toRecord);
}

export async function countRecordsByType(
  tx: Tx,
  ownerId: string,
): Promise<Readonly<Record<string, number>>> {
  const rows = await queries(tx)
    .selectFrom('resource_current')
    .select((select) => ['resource_type', select.fn.countAll<number>().as('count')])
    .where('owner_id', '=', ownerId)
    .groupBy('resource_type')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.resource_type, row.count]));
}

/**
 * Writers of one chart take turns: two imports of the same file must not both find nothing there. Whoever only refers to
 * the person, as a row of another chart may, does not wait.
 */
export async function lockChart(tx: Tx, ownerId: string): Promise<void> {
  await queries(tx)
    .selectFrom('person')
    .select('person_id')
    .where('person_id', '=', ownerId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** Records that are new to the chart: owner, current row and history, one statement each. */
export async function insertRecords(
  tx: Tx,
  ownerId: string,
  records: readonly StoredRecord[],
  now: Date,
): Promise<void> {
  if (records.length === 0) return;
  await queries(tx)
    .insertInto('resource_owner')
    .values(records.map((record) => ({ resource_id: record.id, owner_id: ownerId })))
    .execute();
  await queries(tx)
    .insertInto('resource_current')
    .values(records.map((record) => ({ ...toRow(ownerId, record), updated_at: now })))
    .execute();
  await insertHistory(tx, ownerId, records, now);
}

/**
 * The next version of a record that is there.
 * @throws Error when it is not: nothing may be answered as written that was not.
 */
export async function replaceRecord(
  tx: Tx,
  ownerId: string,
  record: StoredRecord,
  now: Date,
): Promise<void> {
  const { numUpdatedRows } = await queries(tx)
    .updateTable('resource_current')
    .set({ version: record.version, sealed: record.sealed, updated_at: now })
    .where('owner_id', '=', ownerId)
    .where('resource_type', '=', record.type)
    .where('resource_id', '=', record.id)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new Error('a record that was to be replaced is not there');
  await insertHistory(tx, ownerId, [record], now);
}

async function insertHistory(
  tx: Tx,
  ownerId: string,
  records: readonly StoredRecord[],
  now: Date,
): Promise<void> {
  await queries(tx)
    .insertInto('resource_history')
    .values(records.map((record) => ({ ...toRow(ownerId, record), created_at: now })))
    .execute();
}

function toRow(ownerId: string, record: StoredRecord) {
  return {
    owner_id: ownerId,
    resource_type: record.type,
    resource_id: record.id,
    version: record.version,
    sealed: record.sealed,
  };
}

function toRecord(row: {
  readonly resource_type: string;
  readonly resource_id: string;
  readonly version: number;
  readonly sealed: Sealed<StoredJson>;
}): StoredRecord {
  return { type: row.resource_type, id: row.resource_id, version: row.version, sealed: row.sealed };
}
