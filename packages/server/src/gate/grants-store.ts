import { timingSafeEqual } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import type { Role } from '@wardkeep/contract';
import { queries } from '../db/queries.ts';
import { collect, collector } from '../db/shared-part.ts';
import type { SecondFactor } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { KeyedHashes } from '../vault/index.ts';
import type { GrantFacts, ShownOffer } from './grants.ts';

/**
 * What this caller was granted of this patient; of any, for null. Nothing of it is cached: what was revoked in a transaction that has
 * committed is not here. A care team's grant counts while the caller works in its organisation, an emergency's while
 * the patient's account is not suspended; a row that was altered behind the server's back counts for nothing.
 */
export async function readGrants(
  tx: Tx,
  hashes: KeyedHashes,
  { granteeId, patientId }: { readonly granteeId: string; readonly patientId: string | null },
): Promise<readonly GrantFacts[]> {
  const rows = await activeGrants(tx)
    .where('grant.grantee_id', '=', granteeId)
    .$if(patientId !== null, (query) => query.where('grant.patient_id', '=', patientId))
    .execute();
  return rows.filter((row) => counts(hashes, row)).map(toFacts);
}

/** Whoever holds a grant; their account is active, and as the server wrote it. */
export interface GrantHolder {
  readonly personId: string;
  readonly role: Role;
}

/** One grant that counts, whoever asks: what was made under it asks whether it still does. */
export async function readHeldGrant(
  tx: Tx,
  hashes: KeyedHashes,
  { patientId, grantId }: ShownOffer,
): Promise<(GrantFacts & { readonly holder: GrantHolder }) | undefined> {
  const row = await activeGrants(tx)
    .innerJoin('account as holder', 'holder.person_id', 'grant.grantee_id')
    .select(['holder.person_id', 'holder.role', 'holder.state as holder_state'])
    .select(['holder.second_factor', 'holder.mac as holder_mac'])
    .where('grant.patient_id', '=', patientId)
    .where('grant.grant_id', '=', grantId)
    .where('holder.state', '=', 'active')
    .executeTakeFirst();
  if (row === undefined || !counts(hashes, row)) return undefined;
  const { person_id: personId, role } = row;
  const account = { personId, role, state: row.holder_state, secondFactor: row.second_factor };
  if (!timingSafeEqual(hashes.account(account), row.holder_mac)) return undefined;
  return { ...toFacts(row), holder: { personId, role } };
}

function activeGrants(tx: Tx) {
  return queries(tx)
    .selectFrom('access_grant as grant')
    .leftJoin('organisation_member as member', (join) =>
      join
        .onRef('member.organisation_id', '=', 'grant.organisation_id')
        .onRef('member.person_id', '=', 'grant.grantee_id'),
    )
    .leftJoin('account as patient', 'patient.person_id', 'grant.patient_id')
    .selectAll('grant')
    .select(['member.since', 'member.ended_at', 'member.mac as member_mac'])
    .select(['patient.role as patient_role', 'patient.state as patient_state'])
    .select(['patient.second_factor as patient_factor', 'patient.mac as patient_mac'])
    .where('grant.state', '=', 'active')
    .where((eb) =>
      eb.or([
        eb('grant.kind', '!=', 'emergency'),
        eb('patient.state', 'is', null),
        eb('patient.state', '!=', 'suspended'),
      ]),
    );
}

function counts(hashes: KeyedHashes, row: GrantRow & MemberRow & PatientRow): boolean {
  if (!isOurs(hashes, row)) return false;
  if (row.kind === 'emergency' && !isPatientOurs(hashes, row)) return false;
  return row.organisation_id === null || isMember(hashes, row);
}

interface PatientRow {
  readonly patient_id: string;
  readonly patient_role: string | null;
  readonly patient_state: string | null;
  readonly patient_factor: SecondFactor | null;
  readonly patient_mac: Buffer | null;
}

/** Who was suspended is not resumed by writing so into the database. A dependant has no account. */
function isPatientOurs(hashes: KeyedHashes, row: PatientRow): boolean {
  const { patient_role: role, patient_state: state, patient_factor: secondFactor } = row;
  if (row.patient_mac === null || role === null || state === null || secondFactor === null)
    return row.patient_mac === null;
  const expected = hashes.account({ personId: row.patient_id, role, state, secondFactor });
  return timingSafeEqual(expected, row.patient_mac);
}

/** An offer that nobody has answered yet. */
export async function readOffered(
  tx: Tx,
  hashes: KeyedHashes,
  { patientId, grantId }: ShownOffer,
): Promise<readonly GrantFacts[]> {
  const rows = await queries(tx)
    .selectFrom('access_grant')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('grant_id', '=', grantId)
    .where('state', '=', 'offered')
    .execute();
  return rows.filter((row) => isOurs(hashes, row)).map(toFacts);
}

/** Whom a client means by a pseudonym; null for nobody. */
export async function findByPseudonym(
  tx: Tx,
  granteeId: string,
  pseudonym: string,
): Promise<string | null> {
  const row = await queries(tx)
    .selectFrom('access_grant')
    .select('patient_id')
    .where('grantee_id', '=', granteeId)
    .where('pseudonym', '=', pseudonym)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row?.patient_id ?? null;
}

/** For whoever reviews it: how often something was opened. An id is given as often as it was. */
export async function countEmergencyAccesses(tx: Tx, grantIds: readonly string[]): Promise<void> {
  if (grantIds.length === 0 || collect(tx, ACCESSES, grantIds)) return;
  await countStatement(grantIds).execute(queries(tx));
}

const ACCESSES = collector(countStatement);

function countStatement(grantIds: readonly string[]): RawBuilder<unknown> {
  const counts = new Map<string, number>();
  for (const id of grantIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  return sql`
    update emergency_review set accesses = emergency_review.accesses + counted.accesses
    from unnest(${[...counts.keys()]}::uuid[], ${[...counts.values()]}::int[]) as counted(grant_id, accesses)
    where emergency_review.grant_id = counted.grant_id`;
}

interface GrantRow {
  readonly patient_id: string;
  readonly grant_id: string;
  readonly kind: GrantFacts['kind'];
  readonly state: string;
  readonly grantee_id: string | null;
  readonly organisation_id: string | null;
  readonly parent_id: string | null;
  readonly version: number;
  readonly valid_from: Date;
  readonly valid_until: Date | null;
  readonly sealed: GrantFacts['sealed'];
  readonly mac: Buffer;
}

function isOurs(hashes: KeyedHashes, row: GrantRow): boolean {
  const expected = hashes.grant({
    patientId: row.patient_id,
    grantId: row.grant_id,
    kind: row.kind,
    state: row.state,
    granteeId: row.grantee_id,
    organisationId: row.organisation_id,
    parentId: row.parent_id,
    version: row.version,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
  });
  return timingSafeEqual(expected, row.mac);
}

interface MemberRow {
  readonly grantee_id: string | null;
  readonly organisation_id: string | null;
  readonly since: Date | null;
  readonly ended_at: Date | null;
  readonly member_mac: Buffer | null;
}

function isMember(hashes: KeyedHashes, row: MemberRow): boolean {
  const { grantee_id: personId, organisation_id: organisationId, since, ended_at: endedAt } = row;
  if (personId === null || organisationId === null || since === null || row.member_mac === null)
    return false;
  const expected = hashes.member({ personId, organisationId, since, endedAt });
  return endedAt === null && timingSafeEqual(expected, row.member_mac);
}

function toFacts(row: GrantRow): GrantFacts {
  return {
    patientId: row.patient_id,
    grantId: row.grant_id,
    kind: row.kind,
    isOffered: row.state === 'offered',
    version: row.version,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    sealed: row.sealed,
  };
}
