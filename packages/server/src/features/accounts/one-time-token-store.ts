import type { Sealed } from '@wardkeep/crypto';
import { sql } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { StoredJsonObject, TokenPurpose } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface StoredToken {
  readonly tokenHash: Buffer;
  readonly purpose: TokenPurpose;
  readonly expiresAt: Date;
  readonly personId: string | null;
  readonly sealed: Sealed<StoredJsonObject>;
}

export async function insertOneTimeToken(tx: Tx, token: StoredToken): Promise<void> {
  await queries(tx)
    .insertInto('one_time_token')
    .values({
      token_hash: token.tokenHash,
      purpose: token.purpose,
      person_id: token.personId,
      sealed: token.sealed,
      expires_at: token.expiresAt,
      used_at: null,
    })
    .execute();
}

/** What a link that was not used yet carries. */
export async function readOpenOneTimeToken(
  tx: Tx,
  tokenHash: Buffer,
): Promise<Sealed<StoredJsonObject> | undefined> {
  const row = await queries(tx)
    .selectFrom('one_time_token')
    .select('sealed')
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return row?.sealed ?? undefined;
}

/** True once for each token that was stored: marks it as used in the same statement. */
export async function spendOneTimeToken(tx: Tx, tokenHash: Buffer, now: Date): Promise<boolean> {
  const spent = await queries(tx)
    .updateTable('one_time_token')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .returning('token_hash')
    .executeTakeFirst();
  return spent !== undefined;
}

/** The links that were made for this person open nothing any more. */
export async function voidOneTimeTokens(
  tx: Tx,
  personId: string,
  purposes: readonly TokenPurpose[],
): Promise<void> {
  await queries(tx)
    .deleteFrom('one_time_token')
    .where('person_id', '=', personId)
    .where('purpose', 'in', purposes)
    .execute();
}

/** Only the set-up link that was printed last opens anything. */
export async function forgetSetUpTokens(tx: Tx): Promise<void> {
  await queries(tx).deleteFrom('one_time_token').where('purpose', '=', 'set-up').execute();
}

const FORGET_AT_ONCE = 100;

/** What is too old to open anything says nothing more of whoever it was for. Waits for nobody. */
export async function forgetOldTokens(tx: Tx, now: Date): Promise<void> {
  await sql`
    delete from one_time_token where token_hash in (
      select token_hash from one_time_token where expires_at < ${now}
      limit ${FORGET_AT_ONCE} for update skip locked)`.execute(queries(tx));
}
