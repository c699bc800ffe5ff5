import { timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Schema } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { KeyedHashes } from '../vault/index.ts';

interface Overdue {
  /** Grant ids, the one that was due first first. */
  readonly grantIds: readonly string[];
  /** How many rows were altered behind the server's back. */
  readonly altered: number;
}

/** Overdue reviews that nobody was reminded of since then; another server that looks at the same time gets the others. */
export async function claimOverdue(
  tx: Tx,
  hashes: KeyedHashes,
  { now, remindedBefore }: { readonly now: Date; readonly remindedBefore: Date },
): Promise<Overdue> {
  const rows = await queries(tx)
    .selectFrom('emergency_review')
    .selectAll()
    .where('reviewed_at', 'is', null)
    .where('due_at', '<', now)
    .where((eb) => eb.or([eb('reminded_at', 'is', null), eb('reminded_at', '<=', remindedBefore)]))
    .orderBy('due_at')
    .forUpdate()
    .skipLocked()
    .execute();
  const genuine = rows.filter((row) => isOurs(hashes, row));
  return {
    grantIds: genuine.map((row) => row.grant_id),
    altered: rows.length - genuine.length,
  };
}

export async function markReminded(tx: Tx, grantIds: readonly string[], now: Date): Promise<void> {
  await queries(tx)
    .updateTable('emergency_review')
    .set({ reminded_at: now })
    .where('grant_id', 'in', grantIds)
    .execute();
}

/** Only so many are looked at: one that is ours is enough. */
const LOOKED_AT = 100;

export async function hasOverdue(tx: Tx, hashes: KeyedHashes, now: Date): Promise<boolean> {
  const rows = await queries(tx)
    .selectFrom('emergency_review')
    .selectAll()
    .where('reviewed_at', 'is', null)
    .where('due_at', '<', now)
    .orderBy('due_at')
    .limit(LOOKED_AT)
    .execute();
  return rows.some((row) => isOurs(hashes, row));
}

function isOurs(hashes: KeyedHashes, row: Selectable<Schema['emergency_review']>): boolean {
  const mac = hashes.emergencyReview({
    patientId: row.patient_id,
    grantId: row.grant_id,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    endedAt: row.ended_at,
    dueAt: row.due_at,
    disputedAt: row.disputed_at,
    reviewedAt: row.reviewed_at,
    reviewedBy: row.reviewed_by,
    outcome: row.outcome,
  });
  return timingSafeEqual(mac, row.mac);
}
