import { sql, type RawBuilder } from 'kysely';
import type { Sealed } from '@wardkeep/crypto';
import { packedBytes } from '../../db/packed-bytes.ts';
import { queries } from '../../db/queries.ts';
import type { AheadAsked } from '../../db/read-ahead.ts';
import { collect, collector, readAhead } from '../../db/shared-part.ts';
import type { StoredJson } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface StoredRecord {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly sealed: Sealed<StoredJson>;
}

/** One that is in the chart now. */
export interface CurrentRecord extends StoredRecord {
  readonly updatedAt: Date;
}

export async function findOwner(tx: Tx, id: string): Promise<string | null> {
  const ahead = readAhead(tx);
  if (ahead !== undefined && 'type' in ahead.asked.about && ahead.asked.about.resourceId === id)
    return ahead.ownerId;
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
): Promise<CurrentRecord | undefined> {
  const ahead = readAhead(tx);
  if (ahead !== undefined && ahead.ownerId === ownerId && isAbout(ahead.asked.about, { type, id }))
    return ahead.record && toRecord(ahead.record);
  const row = await queries(tx)
    .selectFrom('resource_current')
    .select(['resource_type', 'resource_id', 'version', 'sealed', 'updated_at'])
    .where('owner_id', '=', ownerId)
    .where('resource_type', '=', type)
    .where('resource_id', '=', id)
    .executeTakeFirst();
  return row && toRecord(row);
}

function isAbout(
  about: AheadAsked['about'],
  { type, id }: { readonly type: string; readonly id: string },
): boolean {
  return 'type' in about && about.type === type && about.resourceId === id;
}

export async function readRecordsOfTypes(
  tx: Tx,
  ownerId: string,
  types: readonly string[],
): Promise<readonly CurrentRecord[]> {
  const rows = await queries(tx)
    .selectFrom('resource_current')
    .select(['resource_type', 'resource_id', 'version', 'sealed', 'updated_at'])
    .where('owner_id', '=', ownerId)
    .where('resource_type', 'in', types)
    .execute();
  return rows.map(toRecord);
}

export async function readRecordsById(
  tx: Tx,
  ownerId: string,
  ids: readonly string[],
): Promise<readonly CurrentRecord[]> {
  if (ids.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('resource_current')
    .select(['resource_type', 'resource_id', 'version', 'sealed', 'updated_at'])
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

/** All of a chart, or what of it was written since; by id, so that what is of one moment stays in its order. */
export async function readChartRecords(
  tx: Tx,
  ownerId: string,
  since: Date | undefined,
): Promise<readonly CurrentRecord[]> {
  const rows = await queries(tx)
    .selectFrom('resource_current')
    .select(['resource_type', 'resource_id', 'version', 'sealed', 'updated_at'])
    .where('owner_id', '=', ownerId)
    .$if(since !== undefined, (query) => query.where('updated_at', '>=', since ?? null))
    .execute();
  return byId(rows.map(toRecord));
}

/** In an order that stays, whatever the database answers first. */
export function byId<T extends { readonly id: string }>(records: readonly T[]): readonly T[] {
  return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The next of a chart, by type and id. */
export async function readChartPage(
  tx: Tx,
  ownerId: string,
  asked: {
    readonly after: { readonly type: string; readonly id: string } | undefined;
    /** Undefined for all. */
    readonly types: readonly string[] | undefined;
    readonly since: Date | undefined;
    readonly limit: number;
  },
): Promise<readonly CurrentRecord[]> {
  const { after, types, since, limit } = asked;
  const rows = await queries(tx)
    .selectFrom('resource_current')
    .select(['resource_type', 'resource_id', 'version', 'sealed', 'updated_at'])
    .where('owner_id', '=', ownerId)
    .$if(types !== undefined, (query) => query.where('resource_type', 'in', types ?? []))
    .$if(since !== undefined, (query) => query.where('updated_at', '>=', since ?? null))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('resource_type', 'resource_id'),
          '>',
          eb.tuple(after?.type ?? '', after?.id ?? ''),
        ),
      ),
    )
    .orderBy('resource_type')
    .orderBy('resource_id')
    .limit(limit)
    .execute();
  return rows.map(toRecord);
}

/** Which of these ids are this chart's, also of records that were deleted. */
export async function readOwnIds(
  tx: Tx,
  ownerId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await queries(tx)
    .selectFrom('resource_owner')
    .select('resource_id')
    .where('resource_id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .where('owner_id', '=', ownerId)
    .execute();
  return new Set(rows.map((row) => row.resource_id));
}

/** Records that are new to the chart: owner, current row and history, in one statement. */
export async function insertRecords(
  tx: Tx,
  ownerId: string,
  records: readonly StoredRecord[],
  now: Date,
): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map((record) => ({ ...record, ownerId, now }));
  if (!collect(tx, NEW_RECORDS, rows)) await newRecordsStatement(rows).execute(queries(tx));
}

interface OwnedRecord extends StoredRecord {
  readonly ownerId: string;
  readonly now: Date;
}

const NEW_RECORDS = collector(newRecordsStatement, { isReadBack: true });

function newRecordsStatement(rows: readonly OwnedRecord[]): RawBuilder<unknown> {
  return sql`/* prepared: new-records */
    with sent as (${sentRecords(rows)}),
    owned as (
      insert into resource_owner (resource_id, owner_id) select resource_id, owner_id from sent
    ),
    ${writtenVersions}`;
}

/** Records of this chart that are not in it now: deleted before. */
export async function insertVersions(
  tx: Tx,
  ownerId: string,
  records: readonly StoredRecord[],
  now: Date,
): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map((record) => ({ ...record, ownerId, now }));
  await sql`with sent as (${sentRecords(rows)}), ${writtenVersions}`.execute(queries(tx));
}

/** One array for each column: the statement has the same text however many there are. */
function sentRecords(rows: readonly OwnedRecord[]): RawBuilder<unknown> {
  const column = (of: (row: OwnedRecord) => unknown): readonly unknown[] => rows.map(of);
  const { all, from, lengths } = packedBytes(rows.map(({ sealed }) => sealed));
  return sql`
    select owner_id, resource_type, resource_id, version, written_at, substring(${all} from begins for bytes) as sealed
    from unnest(
      ${column(({ ownerId }) => ownerId)}::uuid[], ${column(({ type }) => type)}::text[],
      ${column(({ id }) => id)}::uuid[], ${column(({ version }) => version)}::int[],
      ${from}, ${lengths}, ${column(({ now }) => now.toISOString())}::timestamptz[]
    ) as sent(owner_id, resource_type, resource_id, version, begins, bytes, written_at)`;
}

const writtenVersions = sql`
    kept as (
      insert into resource_history (owner_id, resource_type, resource_id, version, sealed, created_at)
      select owner_id, resource_type, resource_id, version, sealed, written_at from sent
    )
    insert into resource_current (owner_id, resource_type, resource_id, version, sealed, updated_at)
    select owner_id, resource_type, resource_id, version, sealed, written_at from sent`;

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

/**
 * Out of the chart; the last version is in the history, and says that it is.
 * @throws Error when it was not there.
 */
export async function removeRecord(
  tx: Tx,
  ownerId: string,
  tombstone: StoredRecord,
  now: Date,
): Promise<void> {
  const { numDeletedRows } = await queries(tx)
    .deleteFrom('resource_current')
    .where('owner_id', '=', ownerId)
    .where('resource_type', '=', tombstone.type)
    .where('resource_id', '=', tombstone.id)
    .where('version', '=', tombstone.version - 1)
    .executeTakeFirstOrThrow();
  if (numDeletedRows !== 1n) throw new Error('a record that was to be deleted is not there');
  await insertHistory(tx, ownerId, [tombstone], now);
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
  readonly updated_at: Date;
}): CurrentRecord {
  return {
    type: row.resource_type,
    id: row.resource_id,
    version: row.version,
    sealed: row.sealed,
    updatedAt: row.updated_at,
  };
}
