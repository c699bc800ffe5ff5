import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../../db/queries.ts';
import type { OrganisationDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { KeyedHashes } from '../../vault/index.ts';
import { trueMembers, type Member } from '../../gate/index.ts';

export interface StoredOrganisation {
  readonly organisationId: string;
  readonly sealed: Sealed<OrganisationDetail>;
  readonly createdAt: Date;
}

export async function insertOrganisation(tx: Tx, organisation: StoredOrganisation): Promise<void> {
  await queries(tx)
    .insertInto('organisation')
    .values({
      organisation_id: organisation.organisationId,
      sealed: organisation.sealed,
      created_at: organisation.createdAt,
    })
    .execute();
}

export async function updateOrganisation(
  tx: Tx,
  { organisationId, sealed }: Pick<StoredOrganisation, 'organisationId' | 'sealed'>,
): Promise<void> {
  await queries(tx)
    .updateTable('organisation')
    .set({ sealed })
    .where('organisation_id', '=', organisationId)
    .execute();
}

/** Locked, so that two names given at once come one after the other. */
export async function lockOrganisation(
  tx: Tx,
  organisationId: string,
): Promise<StoredOrganisation | undefined> {
  const row = await queries(tx)
    .selectFrom('organisation')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .forUpdate()
    .executeTakeFirst();
  return row && toOrganisation(row);
}

/** Oldest first, at most `limit`. */
export async function listOrganisations(
  tx: Tx,
  limit: number,
): Promise<readonly StoredOrganisation[]> {
  const rows = await queries(tx)
    .selectFrom('organisation')
    .selectAll()
    .orderBy('created_at')
    .limit(limit)
    .execute();
  return rows.map(toOrganisation);
}

export async function readOrganisations(
  tx: Tx,
  organisationIds: readonly string[],
): Promise<readonly StoredOrganisation[]> {
  if (organisationIds.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('organisation')
    .selectAll()
    .where('organisation_id', '=', (eb) => eb.fn.any(eb.val(organisationIds)))
    .orderBy('created_at')
    .execute();
  return rows.map(toOrganisation);
}

/** A new membership, or an ended one begun anew. */
export async function putMember(
  tx: Tx,
  hashes: KeyedHashes,
  member: Member & { readonly endedAt: Date | null },
): Promise<void> {
  const { since, endedAt } = member;
  const changed = { since, ended_at: endedAt, mac: hashes.member(member) };
  await queries(tx)
    .insertInto('organisation_member')
    .values({ person_id: member.personId, organisation_id: member.organisationId, ...changed })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'organisation_id']).doUpdateSet(changed),
    )
    .execute();
}

/** Those who work there now; who was written into the database does not. */
export async function membersOf(
  tx: Tx,
  hashes: KeyedHashes,
  organisationIds: readonly string[],
): Promise<readonly Member[]> {
  if (organisationIds.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('organisation_member')
    .selectAll()
    .where('organisation_id', '=', (eb) => eb.fn.any(eb.val(organisationIds)))
    .where('ended_at', 'is', null)
    .orderBy('since')
    .execute();
  return trueMembers(hashes, rows);
}

function toOrganisation(row: {
  readonly organisation_id: string;
  readonly sealed: Sealed<OrganisationDetail>;
  readonly created_at: Date;
}): StoredOrganisation {
  return { organisationId: row.organisation_id, sealed: row.sealed, createdAt: row.created_at };
}
