import { timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { Schema } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import type { RecoveryRow } from './recovery-rules.ts';

type Hashes = AccountTools['hashes'];

/** The row as this installation wrote it; one that somebody else wrote or changed counts as none. Others wait for it. */
export async function lockRecovery(
  hashes: Hashes,
  tx: Tx,
  personId: string,
): Promise<RecoveryRow | undefined> {
  const row = await queries(tx)
    .selectFrom('account_recovery')
    .selectAll()
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  return row && genuine(hashes, row);
}

/** Of these persons, those whose row this installation wrote. */
export async function readRecoveries(
  hashes: Hashes,
  tx: Tx,
  personIds: readonly string[],
): Promise<readonly RecoveryRow[]> {
  if (personIds.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('account_recovery')
    .selectAll()
    .where('person_id', 'in', personIds)
    .orderBy('requested_at')
    .execute();
  return rows.flatMap((row) => genuine(hashes, row) ?? []);
}

/** The oldest `limit` persons who may be waiting. */
export async function listWaitingIds(tx: Tx, limit: number): Promise<readonly string[]> {
  const rows = await queries(tx)
    .selectFrom('account_recovery')
    .select('person_id')
    .where('ended_at', 'is', null)
    .orderBy('requested_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.person_id);
}

/** In the place of whatever was there. */
export async function putRecovery(hashes: Hashes, tx: Tx, row: RecoveryRow): Promise<void> {
  const values = {
    person_id: row.personId,
    requested_at: row.requestedAt,
    not_before: row.notBefore,
    approved_at: row.approvedAt,
    approved_by: row.approvedBy,
    ended_at: row.endedAt,
    mac: hashes.accountRecovery(row),
  };
  await queries(tx)
    .insertInto('account_recovery')
    .values(values)
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(values))
    .execute();
}

function genuine(
  hashes: Hashes,
  row: Selectable<Schema['account_recovery']>,
): RecoveryRow | undefined {
  const recovery: RecoveryRow = {
    personId: row.person_id,
    requestedAt: row.requested_at,
    notBefore: row.not_before,
    approvedAt: row.approved_at,
    approvedBy: row.approved_by,
    endedAt: row.ended_at,
  };
  const right = hashes.accountRecovery(recovery);
  return right.length === row.mac.length && timingSafeEqual(right, row.mac) ? recovery : undefined;
}
