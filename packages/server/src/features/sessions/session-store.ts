import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';
import type { Role } from '@wardkeep/contract';

export interface NewSession {
  readonly sessionId: string;
  readonly personId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await queries(tx)
    .insertInto('session')
    .values({
      session_id: session.sessionId,
      person_id: session.personId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      ended_at: null,
      end_reason: null,
    })
    .execute();
}

export async function insertRefreshToken(
  tx: Tx,
  tokenHash: Buffer,
  sessionId: string,
  now: Date,
): Promise<void> {
  await queries(tx)
    .insertInto('refresh_token')
    .values({ token_hash: tokenHash, session_id: sessionId, created_at: now, used_at: null })
    .execute();
}

/** Marks the token as used. Of many requests with one token, exactly one is `first`: the update locks the row. */
export async function spendRefreshToken(
  tx: Tx,
  tokenHash: Buffer,
  now: Date,
): Promise<'first' | 'again' | 'unknown'> {
  const spent = await queries(tx)
    .updateTable('refresh_token')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .returning('session_id')
    .executeTakeFirst();
  if (spent !== undefined) return 'first';
  const known = await queries(tx)
    .selectFrom('refresh_token')
    .select('session_id')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return known === undefined ? 'unknown' : 'again';
}

export async function readLiveSession(
  tx: Tx,
  sessionId: string,
  now: Date,
): Promise<
  { readonly personId: string; readonly role: Role; readonly expiresAt: Date } | undefined
> {
  const row = await queries(tx)
    .selectFrom('session')
    .innerJoin('account', 'account.person_id', 'session.person_id')
    .select(['session.person_id', 'account.role', 'session.expires_at'])
    .where('session_id', '=', sessionId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('account.state', '=', 'active')
    .executeTakeFirst();
  return row && { personId: row.person_id, role: row.role, expiresAt: row.expires_at };
}

export async function endSession(
  tx: Tx,
  sessionId: string,
  reason: string,
  now: Date,
): Promise<void> {
  await queries(tx)
    .updateTable('session')
    .set({ ended_at: now, end_reason: reason })
    .where('session_id', '=', sessionId)
    .where('ended_at', 'is', null)
    .execute();
}
