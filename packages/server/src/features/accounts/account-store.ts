import type { Sealed } from '@wardkeep/crypto';
import type { Role } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import type { AccountProfile } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface NewAccount {
  readonly personId: string;
  readonly role: Role;
  readonly emailIndex: Buffer;
  readonly profile: Sealed<AccountProfile>;
  readonly passwordHash: string;
  readonly mac: Buffer;
  readonly createdAt: Date;
}

/** False when the e-mail address has an account already. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<boolean> {
  const inserted = await queries(tx)
    .insertInto('account')
    .values({
      person_id: account.personId,
      role: account.role,
      state: 'active',
      email_index: account.emailIndex,
      profile: account.profile,
      password_hash: account.passwordHash,
      mac: account.mac,
      created_at: account.createdAt,
    })
    .onConflict((conflict) => conflict.column('email_index').doNothing())
    .returning('person_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function findForSignIn(
  tx: Tx,
  emailIndex: Buffer,
): Promise<
  | {
      readonly personId: string;
      readonly role: Role;
      readonly passwordHash: string;
      readonly isActive: boolean;
    }
  | undefined
> {
  const row = await queries(tx)
    .selectFrom('account')
    .select(['person_id', 'role', 'password_hash', 'state'])
    .where('email_index', '=', emailIndex)
    .executeTakeFirst();
  return (
    row && {
      personId: row.person_id,
      role: row.role,
      passwordHash: row.password_hash,
      isActive: row.state === 'active',
    }
  );
}

export async function readPasswordHash(tx: Tx, personId: string): Promise<string | undefined> {
  const row = await queries(tx)
    .selectFrom('account')
    .select('password_hash')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.password_hash;
}

export interface StoredAccount {
  readonly personId: string;
  readonly role: Role;
  readonly profile: Sealed<AccountProfile>;
  readonly createdAt: Date;
}

export async function readAccounts(
  tx: Tx,
  personIds: readonly string[],
): Promise<readonly StoredAccount[]> {
  if (personIds.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('account')
    .select(['person_id', 'role', 'profile', 'created_at'])
    .where('person_id', 'in', personIds)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    personId: row.person_id,
    role: row.role,
    profile: row.profile,
    createdAt: row.created_at,
  }));
}

/** The newest `limit` accounts. */
export async function listAccountIds(tx: Tx, limit: number): Promise<readonly string[]> {
  const rows = await queries(tx)
    .selectFrom('account')
    .select('person_id')
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.person_id);
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

/** Whether it would be worth hashing a password for whoever shows this token. */
export async function isOpenOneTimeToken(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const found = await queries(tx)
    .selectFrom('one_time_token')
    .select('token_hash')
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}

export async function insertOneTimeToken(
  tx: Tx,
  token: {
    readonly tokenHash: Buffer;
    readonly purpose: 'set-up' | 'invitation';
    readonly expiresAt: Date;
  },
): Promise<void> {
  const { tokenHash, purpose, expiresAt } = token;
  await queries(tx)
    .insertInto('one_time_token')
    .values({ token_hash: tokenHash, purpose, expires_at: expiresAt, used_at: null })
    .execute();
}

/** Only the set-up link that was printed last opens anything. */
export async function forgetSetUpTokens(tx: Tx): Promise<void> {
  await queries(tx).deleteFrom('one_time_token').where('purpose', '=', 'set-up').execute();
}
