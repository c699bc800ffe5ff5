import { sql } from 'kysely';
import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../../db/queries.ts';
import type { DeviceDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface StoredDevice {
  readonly deviceId: string;
  readonly sealed: Sealed<DeviceDetail>;
}

/** The device whose cookie this is, seen again now. */
export async function touchDevice(
  tx: Tx,
  device: { readonly personId: string; readonly tokenHash: Buffer; readonly now: Date },
): Promise<StoredDevice | undefined> {
  const row = await queries(tx)
    .updateTable('device')
    .set({ last_seen_at: device.now })
    .where('token_hash', '=', device.tokenHash)
    .where('person_id', '=', device.personId)
    .returning(['device_id', 'sealed'])
    .executeTakeFirst();
  return row && { deviceId: row.device_id, sealed: row.sealed };
}

/** Whether this cookie is one of a device of theirs. @param tokenHash - `hashes.deviceToken(personId, …)`. */
export async function isKnownDevice(
  tx: Tx,
  device: { readonly personId: string; readonly tokenHash: Buffer },
): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('device')
    .select('device_id')
    .where('token_hash', '=', device.tokenHash)
    .where('person_id', '=', device.personId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertDevice(
  tx: Tx,
  device: StoredDevice & {
    readonly personId: string;
    readonly tokenHash: Buffer;
    readonly now: Date;
  },
): Promise<void> {
  await queries(tx)
    .insertInto('device')
    .values({
      device_id: device.deviceId,
      person_id: device.personId,
      token_hash: device.tokenHash,
      sealed: device.sealed,
      created_at: device.now,
      last_seen_at: device.now,
    })
    .execute();
}

export async function writeDevice(tx: Tx, device: StoredDevice): Promise<void> {
  await queries(tx)
    .updateTable('device')
    .set({ sealed: device.sealed })
    .where('device_id', '=', device.deviceId)
    .execute();
}

export interface ListedDeviceRow extends StoredDevice {
  readonly createdAt: Date;
  /** When it, or a session on it, was seen last. */
  readonly lastSeenAt: Date;
}

/** All devices of a person, the one seen last first. */
export async function readDevices(tx: Tx, personId: string): Promise<readonly ListedDeviceRow[]> {
  const rows = await queries(tx)
    .selectFrom('device')
    .select((row) => [
      'device_id',
      'sealed',
      'created_at',
      row.fn
        .coalesce(
          row
            .selectFrom('session')
            .select((session) => session.fn.max('session.last_seen_at').as('seen_at'))
            .whereRef('session.device_id', '=', 'device.device_id')
            .where('session.last_seen_at', '>', row.ref('device.last_seen_at')),
          'device.last_seen_at',
        )
        .as('seen_at'),
    ])
    .where('person_id', '=', personId)
    .orderBy('seen_at', 'desc')
    .orderBy('device_id')
    .execute();
  return rows.map((row) => ({
    deviceId: row.device_id,
    sealed: row.sealed,
    createdAt: row.created_at,
    lastSeenAt: row.seen_at,
  }));
}

export async function readDevice(
  tx: Tx,
  device: { readonly personId: string; readonly deviceId: string },
): Promise<StoredDevice | undefined> {
  const row = await queries(tx)
    .selectFrom('device')
    .select(['device_id', 'sealed'])
    .where('device_id', '=', device.deviceId)
    .where('person_id', '=', device.personId)
    .forUpdate()
    .executeTakeFirst();
  return row && { deviceId: row.device_id, sealed: row.sealed };
}

/** With its sessions, which end by that, and their refresh tokens. @returns false when the person has no such device. */
export async function deleteDevice(
  tx: Tx,
  { personId, deviceId }: { readonly personId: string; readonly deviceId: string },
): Promise<boolean> {
  await queries(tx)
    .deleteFrom('session')
    .where('device_id', '=', deviceId)
    .where('person_id', '=', personId)
    .execute();
  const deleted = await queries(tx)
    .deleteFrom('device')
    .where('device_id', '=', deviceId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}

/** Those that were seen last before a time, and those beyond so many; never one that a session lives on. */
export async function deleteOldDevices(
  tx: Tx,
  old: {
    readonly personId: string;
    readonly seenBefore: Date;
    readonly most: number;
    readonly now: Date;
  },
): Promise<void> {
  const rows = await queries(tx)
    .selectFrom((from) =>
      from
        .selectFrom('device')
        .select([
          'device_id',
          'last_seen_at',
          sql<number>`row_number() over (order by last_seen_at desc)`.as('place'),
        ])
        .where('person_id', '=', old.personId)
        .as('seen'),
    )
    .select('device_id')
    .where((row) => row.or([row('last_seen_at', '<', old.seenBefore), row('place', '>', old.most)]))
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('session')
            .select('session_id')
            .whereRef('session.device_id', '=', 'seen.device_id')
            .where('ended_at', 'is', null)
            .where('expires_at', '>', old.now),
        ),
      ),
    )
    .execute();
  for (const { device_id: deviceId } of rows)
    await deleteDevice(tx, { personId: old.personId, deviceId });
}
