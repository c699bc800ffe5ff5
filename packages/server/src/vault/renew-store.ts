import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import type { KeyPurpose } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { PersonKeyRow } from './person-key-store.ts';

/** Every active key of the person gets a new version at the next renewal. @returns how many. */
export async function markPersonForRenewal(tx: Tx, personId: string): Promise<number> {
  const { numUpdatedRows } = await queries(tx)
    .updateTable('person_key')
    .set({ renew: true })
    .where('person_id', '=', personId)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/**
 * Every active key that this epoch wraps now. Before the rotation that follows an incident: afterwards another epoch
 * wraps them, and nobody can tell which the old one did. @returns how many.
 */
export async function markEpochForRenewal(tx: Tx, epochId: string): Promise<number> {
  const { numUpdatedRows } = await queries(tx)
    .updateTable('person_key')
    .set({ renew: true })
    .where('state', '=', 'active')
    .where(sql<boolean>`substring(wrapped from 2 for 16) = decode(${epochId}, 'hex')`)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/**
 * The next persons with a key that is marked, or with values left under a retired one. A retired audit key is no
 * leftover: what it sealed is in the signed tree.
 */
export async function readPersonsToRenew(
  tx: Tx,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await toRenew(tx)
    .select('person_id')
    .distinct()
    .where('person_id', '>', after)
    .orderBy('person_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.person_id);
}

export async function countPersonsToRenew(tx: Tx): Promise<number> {
  const row = await toRenew(tx)
    .select((select) => select.fn.count<number>('person_id').distinct().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** All key versions of a person, locked until the end of the transaction. */
export async function lockPersonKeys(
  tx: Tx,
  personId: string,
): Promise<readonly (PersonKeyRow & { readonly renew: boolean })[]> {
  return queries(tx)
    .selectFrom('person_key')
    .select(['person_id', 'purpose', 'version', 'wrapped', 'state', 'renew'])
    .where('person_id', '=', personId)
    .orderBy('purpose')
    .orderBy('version')
    .forUpdate()
    .execute();
}

export async function retireKey(
  tx: Tx,
  key: Pick<PersonKeyRow, 'person_id' | 'purpose' | 'version'>,
): Promise<void> {
  await queries(tx)
    .updateTable('person_key')
    .set({ state: 'retired', renew: false })
    .where('person_id', '=', key.person_id)
    .where('purpose', '=', key.purpose)
    .where('version', '=', key.version)
    .execute();
}

/** Only what is retired goes: a key that an erasure revoked in the meantime is the erasure's. @returns how many. */
export async function deleteRetiredKeys(
  tx: Tx,
  of: {
    readonly personId: string;
    readonly purpose: KeyPurpose;
    readonly versions: readonly number[];
  },
): Promise<number> {
  const { numDeletedRows } = await queries(tx)
    .deleteFrom('person_key')
    .where('person_id', '=', of.personId)
    .where('purpose', '=', of.purpose)
    .where('version', 'in', of.versions)
    .where('state', '=', 'retired')
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** The database's own clock, to the microsecond: as text, since a Date keeps milliseconds only. */
export async function readClock(tx: Tx): Promise<string> {
  const { rows } = await sql<{ clock: string }>`select clock_timestamp()::text as clock`.execute(
    queries(tx),
  );
  const [row] = rows;
  if (row === undefined) throw new TypeError('a select without a table has one row');
  return row.clock;
}

/** Transactions of ours, on any server, that began before this moment and still run. */
export async function countOlderTransactions(tx: Tx, clock: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
      and xact_start < ${clock}::timestamptz`.execute(queries(tx));
  return rows[0]?.count ?? 0;
}

function toRenew(tx: Tx) {
  return queries(tx)
    .selectFrom('person_key')
    .where((eb) =>
      eb.or([
        eb('renew', '=', true),
        eb.and([eb('state', '=', 'retired'), eb('purpose', '<>', 'audit')]),
      ]),
    );
}
