import type { Sealed, WrappedKey } from '@wardkeep/crypto';
import type { Tx } from '../db/tx.ts';
import { queries } from '../db/queries.ts';

export interface ServiceKeyRow {
  readonly name: string;
  readonly version: number;
  readonly wrapped: WrappedKey;
  readonly sealed_private: Sealed<Uint8Array> | null;
  readonly public_key: Buffer | null;
  readonly created_at: Date;
}

export async function readServiceKeys(tx: Tx): Promise<readonly ServiceKeyRow[]> {
  return queries(tx)
    .selectFrom('service_key')
    .select(['name', 'version', 'wrapped', 'sealed_private', 'public_key', 'created_at'])
    .orderBy('version', 'desc')
    .execute();
}

export async function hasPersonKeys(tx: Tx): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('person_key')
    .select('person_id')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** @param log - The year of the events, in UTC: of their ids, by which the key of an event's core is chosen. */
export async function hasAuditEvents(tx: Tx, log: string): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('audit_event')
    .select('event_id')
    .where('event_id', '>=', firstIdOf(log))
    .where('event_id', '<', firstIdOf(String(Number(log) + 1)))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps what is there: of two servers that start at once, the first one's key stays. */
export async function insertServiceKey(tx: Tx, row: ServiceKeyRow): Promise<void> {
  await queries(tx)
    .insertInto('service_key')
    .values(row)
    .onConflict((conflict) => conflict.columns(['name', 'version']).doNothing())
    .execute();
}

/** Only if it is still wrapped as it was read. */
export async function rewrapServiceKey(
  tx: Tx,
  { name, version, wrapped }: ServiceKeyRow,
  rewrapped: WrappedKey,
): Promise<void> {
  await queries(tx)
    .updateTable('service_key')
    .set({ wrapped: rewrapped })
    .where('name', '=', name)
    .where('version', '=', version)
    .where('wrapped', '=', wrapped)
    .execute();
}

export async function deleteServiceKey(
  tx: Tx,
  { name, version }: Pick<ServiceKeyRow, 'name' | 'version'>,
): Promise<void> {
  await queries(tx)
    .deleteFrom('service_key')
    .where('name', '=', name)
    .where('version', '=', version)
    .execute();
}

/** The least UUIDv7 of a year (RFC 9562 §5.7). */
function firstIdOf(year: string): string {
  const hex = Date.UTC(Number(year)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
