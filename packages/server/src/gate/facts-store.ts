import { timingSafeEqual } from 'node:crypto';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { KeyedHashes } from '../vault/index.ts';
import type { Caller, Credential, ShareFacts } from './credential.ts';

/**
 * Turns what was shown into who it is, from the state of this moment: an ended session, a suspended account and an
 * unknown link are all `nobody`, and so is an account whose row was altered behind the server's back. Nothing here is cached.
 */
export async function readCaller(
  tx: Tx,
  credential: Credential,
  { hashes, now }: { readonly hashes: KeyedHashes; readonly now: Date },
): Promise<Caller> {
  switch (credential.kind) {
    case 'none':
      return { kind: 'nobody' };
    case 'session':
      return readSession(tx, credential, { hashes, now });
    case 'share': {
      const share = await readShare(tx, credential.tokenHash);
      return share === undefined ? { kind: 'nobody' } : { kind: 'share-holder', share };
    }
  }
}

async function readSession(
  tx: Tx,
  credential: { readonly personId: string; readonly sessionId: string },
  { hashes, now }: { readonly hashes: KeyedHashes; readonly now: Date },
): Promise<Caller> {
  const row = await queries(tx)
    .selectFrom('session')
    .innerJoin('account', 'account.person_id', 'session.person_id')
    .select(['session.expires_at', 'account.role', 'account.state', 'account.mac'])
    .where('session.session_id', '=', credential.sessionId)
    .where('session.person_id', '=', credential.personId)
    .where('session.ended_at', 'is', null)
    .where('session.expires_at', '>', now)
    .where('account.state', '=', 'active')
    .executeTakeFirst();
  const { personId, sessionId } = credential;
  if (row === undefined) return { kind: 'nobody' };
  const mac = hashes.account({ personId, role: row.role, state: row.state });
  if (!timingSafeEqual(mac, row.mac)) return { kind: 'nobody' };
  return { kind: 'person', personId, sessionId, role: row.role, sessionExpiresAt: row.expires_at };
}

async function readShare(tx: Tx, tokenHash: Buffer): Promise<ShareFacts | undefined> {
  const row = await queries(tx)
    .selectFrom('share_owner')
    .innerJoin('share', (join) =>
      join
        .onRef('share.owner_id', '=', 'share_owner.owner_id')
        .onRef('share.share_id', '=', 'share_owner.share_id'),
    )
    .select([
      'share.share_id',
      'share.owner_id',
      'token',
      'expires_at',
      'revoked_at',
      'opened',
      'opens_most',
    ])
    .where('share_owner.token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    linkHash: tokenHash,
    shareId: row.share_id,
    ownerId: row.owner_id,
    token: row.token,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    opened: row.opened,
    opensMost: row.opens_most,
  };
}
