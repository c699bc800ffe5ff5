import { timingSafeEqual } from 'node:crypto';
import type { Sealed } from '@wardkeep/crypto';
import type { Selectable } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { ReidentificationDetail, Schema } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';

type Hashes = AccountTools['hashes'];

/** What two persons said about one pseudonym. Its MAC has been checked. */
export interface Reidentifying {
  readonly requestId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly refusedAt: Date | null;
  readonly readAt: Date | null;
}

export type StoredReidentifying = Reidentifying & {
  readonly sealed: Sealed<ReidentificationDetail>;
};

export async function insertReidentifying(
  tx: Tx,
  hashes: Hashes,
  row: StoredReidentifying,
): Promise<void> {
  await queries(tx)
    .insertInto('reidentification')
    .values({
      request_id: row.requestId,
      requested_by: row.requestedBy,
      requested_at: row.requestedAt,
      sealed: row.sealed,
      ...changing(hashes, row),
    })
    .execute();
}

export async function updateReidentifying(
  tx: Tx,
  hashes: Hashes,
  row: Reidentifying,
): Promise<void> {
  await queries(tx)
    .updateTable('reidentification')
    .set(changing(hashes, row))
    .where('request_id', '=', row.requestId)
    .execute();
}

function changing(hashes: Hashes, row: Reidentifying) {
  return {
    expires_at: row.expiresAt,
    approved_by: row.approvedBy,
    approved_at: row.approvedAt,
    refused_at: row.refusedAt,
    read_at: row.readAt,
    mac: hashes.reidentification(row),
  };
}

/** Locked, so that of two answers one comes first. Undefined when it is unknown or was altered. */
export async function lockReidentifying(
  tx: Tx,
  hashes: Hashes,
  requestId: string,
): Promise<StoredReidentifying | undefined> {
  const row = await queries(tx)
    .selectFrom('reidentification')
    .selectAll()
    .where('request_id', '=', requestId)
    .forUpdate()
    .executeTakeFirst();
  return row && genuine(hashes, [row])[0];
}

/** The newest first. */
export async function readReidentifying(
  tx: Tx,
  hashes: Hashes,
  limit: number,
): Promise<readonly StoredReidentifying[]> {
  const rows = await queries(tx)
    .selectFrom('reidentification')
    .selectAll()
    .orderBy('requested_at', 'desc')
    .limit(limit)
    .execute();
  return genuine(hashes, rows);
}

export async function readClientIds(tx: Tx): Promise<readonly string[]> {
  const rows = await queries(tx)
    .selectFrom('account')
    .select('person_id')
    .where('role', '=', 'client')
    .orderBy('person_id')
    .execute();
  return rows.map((row) => row.person_id);
}

/** Whom a client was ever let see, after one of them in the order of ids: nobody else has a pseudonym there. */
export async function readPatientsOf(
  tx: Tx,
  clientId: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await queries(tx)
    .selectFrom('access_grant')
    .select('patient_id')
    .distinct()
    .where('grantee_id', '=', clientId)
    .$if(after !== null, (query) => query.where('patient_id', '>', after ?? ''))
    .orderBy('patient_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.patient_id);
}

function genuine(
  hashes: Hashes,
  rows: readonly Selectable<Schema['reidentification']>[],
): readonly StoredReidentifying[] {
  return rows.flatMap((row) => {
    const found: StoredReidentifying = {
      requestId: row.request_id,
      requestedBy: row.requested_by,
      requestedAt: row.requested_at,
      expiresAt: row.expires_at,
      approvedBy: row.approved_by,
      approvedAt: row.approved_at,
      refusedAt: row.refused_at,
      readAt: row.read_at,
      sealed: row.sealed,
    };
    return timingSafeEqual(hashes.reidentification(found), row.mac) ? [found] : [];
  });
}
