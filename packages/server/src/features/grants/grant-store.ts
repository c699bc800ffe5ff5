import { timingSafeEqual } from 'node:crypto';
import type { Sealed } from '@wardkeep/crypto';
import type { GrantKind } from '@wardkeep/contract';
import type { Selectable } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { GrantDetail, Schema } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { KeyedHashes } from '../../vault/index.ts';
import type { GrantRow } from './grant-rows.ts';

export type StoredGrant = GrantRow & { readonly sealed: Sealed<GrantDetail> };

export async function insertGrant(tx: Tx, hashes: KeyedHashes, grant: StoredGrant): Promise<void> {
  await queries(tx)
    .insertInto('access_grant')
    .values({
      patient_id: grant.patientId,
      grant_id: grant.grantId,
      kind: grant.kind,
      state: grant.state,
      grantee_id: grant.granteeId,
      organisation_id: grant.organisationId,
      parent_id: grant.parentId,
      pseudonym: grant.pseudonym,
      version: grant.version,
      valid_from: grant.validFrom,
      valid_until: grant.validUntil,
      sealed: grant.sealed,
      mac: hashes.grant(grant),
      created_at: grant.createdAt,
    })
    .execute();
}

/** Everything of a grant may change but whose chart it is of, and its kind. */
export async function updateGrant(tx: Tx, hashes: KeyedHashes, grant: StoredGrant): Promise<void> {
  await queries(tx)
    .updateTable('access_grant')
    .set({
      state: grant.state,
      grantee_id: grant.granteeId,
      organisation_id: grant.organisationId,
      pseudonym: grant.pseudonym,
      version: grant.version,
      valid_from: grant.validFrom,
      valid_until: grant.validUntil,
      sealed: grant.sealed,
      mac: hashes.grant(grant),
    })
    .where('patient_id', '=', grant.patientId)
    .where('grant_id', '=', grant.grantId)
    .execute();
}

/** Locked, so that two answers to it come one after the other. Undefined when it is unknown or was altered. */
export async function lockGrant(
  tx: Tx,
  hashes: KeyedHashes,
  patientId: string,
  grantId: string,
): Promise<StoredGrant | undefined> {
  const row = await queries(tx)
    .selectFrom('access_grant')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('grant_id', '=', grantId)
    .forUpdate()
    .executeTakeFirst();
  return row && ours(hashes, [row])[0];
}

/** As it is now, for who changes nothing of it. Undefined when it is unknown or was altered. */
export async function readGrant(
  tx: Tx,
  hashes: KeyedHashes,
  patientId: string,
  grantId: string,
): Promise<StoredGrant | undefined> {
  const row = await queries(tx)
    .selectFrom('access_grant')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('grant_id', '=', grantId)
    .executeTakeFirst();
  return row && ours(hashes, [row])[0];
}

/** Of one chart, newest first, whatever became of them. */
export async function grantsOfPatient(
  tx: Tx,
  hashes: KeyedHashes,
  patientId: string,
  kinds: readonly GrantKind[],
): Promise<readonly StoredGrant[]> {
  const rows = await queries(tx)
    .selectFrom('access_grant')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('kind', 'in', kinds)
    .orderBy('created_at', 'desc')
    .execute();
  return ours(hashes, rows);
}

/** Those that somebody holds and that have not ended: the gate decides which of them count. */
export async function grantsOfGrantee(
  tx: Tx,
  hashes: KeyedHashes,
  granteeId: string,
): Promise<readonly StoredGrant[]> {
  const rows = await queries(tx)
    .selectFrom('access_grant')
    .selectAll()
    .where('grantee_id', '=', granteeId)
    .where('state', '=', 'active')
    .orderBy('created_at')
    .execute();
  return ours(hashes, rows);
}

/** Those of colleagues below a team's grant. */
export async function grantsBelow(
  tx: Tx,
  hashes: KeyedHashes,
  patientId: string,
  parentId: string,
): Promise<readonly StoredGrant[]> {
  const rows = await queries(tx)
    .selectFrom('access_grant')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('parent_id', '=', parentId)
    .where('state', '=', 'active')
    .forUpdate()
    .execute();
  return ours(hashes, rows);
}

function ours(
  hashes: KeyedHashes,
  rows: readonly Selectable<Schema['access_grant']>[],
): readonly StoredGrant[] {
  return rows.flatMap((row) => {
    const grant: StoredGrant = {
      patientId: row.patient_id,
      grantId: row.grant_id,
      kind: row.kind,
      state: row.state,
      granteeId: row.grantee_id,
      organisationId: row.organisation_id,
      parentId: row.parent_id,
      pseudonym: row.pseudonym,
      version: row.version,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      createdAt: row.created_at,
      sealed: row.sealed,
    };
    return timingSafeEqual(hashes.grant(grant), row.mac) ? [grant] : [];
  });
}
