import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../../db/queries.ts';
import type { ShareDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface StoredShare {
  readonly shareId: string;
  readonly sealed: Sealed<ShareDetail>;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly opened: number;
  readonly opensMost: number | null;
}

export async function insertShare(
  tx: Tx,
  ownerId: string,
  share: StoredShare & {
    readonly grantedBy: string | undefined;
    readonly tokenHash: Buffer;
    readonly token: string;
  },
): Promise<void> {
  await queries(tx)
    .insertInto('share_owner')
    .values({ token_hash: share.tokenHash, owner_id: ownerId, share_id: share.shareId })
    .execute();
  await queries(tx)
    .insertInto('share')
    .values({
      owner_id: ownerId,
      share_id: share.shareId,
      token: share.token,
      sealed: share.sealed,
      created_at: share.createdAt,
      expires_at: share.expiresAt,
      revoked_at: null,
      opens_most: share.opensMost,
      granted_by: share.grantedBy ?? null,
    })
    .execute();
}

/** Newest first; those made under the given grants, or all. */
export async function listShareRows(
  tx: Tx,
  ownerId: string,
  { limit, under }: { readonly limit: number; readonly under: readonly string[] | undefined },
): Promise<readonly StoredShare[]> {
  if (under?.length === 0) return [];
  let query = queries(tx)
    .selectFrom('share')
    .select([
      'share_id',
      'sealed',
      'created_at',
      'expires_at',
      'revoked_at',
      'opened',
      'opens_most',
    ])
    .where('owner_id', '=', ownerId);
  if (under !== undefined) query = query.where('granted_by', 'in', under);
  const rows = await query.orderBy('created_at', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    shareId: row.share_id,
    sealed: row.sealed,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    opened: row.opened,
    opensMost: row.opens_most,
  }));
}

export async function readShareSealed(
  tx: Tx,
  ownerId: string,
  shareId: string,
): Promise<Sealed<ShareDetail> | undefined> {
  const row = await queries(tx)
    .selectFrom('share')
    .select('sealed')
    .where('owner_id', '=', ownerId)
    .where('share_id', '=', shareId)
    .executeTakeFirst();
  return row?.sealed;
}

/** Revoking twice is no error. */
export async function revokeShareRow(
  tx: Tx,
  ownerId: string,
  shareId: string,
  now: Date,
): Promise<void> {
  await queries(tx)
    .updateTable('share')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(now)) }))
    .where('owner_id', '=', ownerId)
    .where('share_id', '=', shareId)
    .execute();
}

/** Uses up one opening; false when none is left, so that two at once can't share the last one. */
export async function countOpening(tx: Tx, ownerId: string, shareId: string): Promise<boolean> {
  const row = await queries(tx)
    .updateTable('share')
    .set((eb) => ({ opened: eb('opened', '+', 1) }))
    .where('owner_id', '=', ownerId)
    .where('share_id', '=', shareId)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('opens_most', 'is', null), eb('opened', '<', eb.ref('opens_most'))]))
    .returning('share_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Those that were made under a grant, when it ends. */
export async function revokeSharesUnder(
  tx: Tx,
  ownerId: string,
  grantIds: readonly string[],
  now: Date,
): Promise<void> {
  await queries(tx)
    .updateTable('share')
    .set({ revoked_at: now })
    .where('owner_id', '=', ownerId)
    .where('granted_by', 'in', grantIds)
    .where('revoked_at', 'is', null)
    .execute();
}
