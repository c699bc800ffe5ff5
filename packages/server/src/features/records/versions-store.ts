import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../../db/queries.ts';
import type { StoredJson } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { StoredRecord } from './record-store.ts';

export interface StoredVersion extends StoredRecord {
  readonly createdAt: Date;
}

interface Which {
  readonly type: string;
  readonly id: string;
}

/** Every version of one record of a chart, newest first. */
export async function readVersions(
  tx: Tx,
  ownerId: string,
  type: string,
  id: string,
): Promise<readonly StoredVersion[]> {
  const rows = await versionsOf(tx, ownerId, { type, id }).execute();
  return rows.map(toVersion);
}

/** A page of them: those before a version, newest first. */
export async function readVersionsBefore(
  tx: Tx,
  ownerId: string,
  { type, id, before, limit }: Which & { readonly before: number; readonly limit: number },
): Promise<readonly StoredVersion[]> {
  const rows = await versionsOf(tx, ownerId, { type, id })
    .where('version', '<', before)
    .limit(limit)
    .execute();
  return rows.map(toVersion);
}

export async function readVersion(
  tx: Tx,
  ownerId: string,
  { type, id, version }: Which & { readonly version: number },
): Promise<StoredVersion | undefined> {
  const row = await versionsOf(tx, ownerId, { type, id })
    .where('version', '=', version)
    .executeTakeFirst();
  return row && toVersion(row);
}

/** The newest version of each of these records of a chart, by id: for those that are in it no more. */
export async function readNewestVersions(
  tx: Tx,
  ownerId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly type: string; readonly version: number }>> {
  if (ids.length === 0) return new Map();
  const rows = await queries(tx)
    .selectFrom('resource_history')
    .select((select) => [
      'resource_type',
      'resource_id',
      select.fn.max<number>('version').as('version'),
    ])
    .where('owner_id', '=', ownerId)
    .where('resource_id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .groupBy(['resource_type', 'resource_id'])
    .execute();
  return new Map(
    rows.map((row) => [row.resource_id, { type: row.resource_type, version: row.version }]),
  );
}

function versionsOf(tx: Tx, ownerId: string, { type, id }: Which) {
  return queries(tx)
    .selectFrom('resource_history')
    .select(['resource_type', 'resource_id', 'version', 'sealed', 'created_at'])
    .where('owner_id', '=', ownerId)
    .where('resource_type', '=', type)
    .where('resource_id', '=', id)
    .orderBy('version', 'desc');
}

function toVersion(row: {
  readonly resource_type: string;
  readonly resource_id: string;
  readonly version: number;
  readonly sealed: Sealed<StoredJson>;
  readonly created_at: Date;
}): StoredVersion {
  const { version, sealed, created_at: createdAt } = row;
  return { type: row.resource_type, id: row.resource_id, version, sealed, createdAt };
}
