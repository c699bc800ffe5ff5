import type { Sealed } from '@wardkeep/crypto';
import type { Role } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import type { AccountProfile, AccountState, SecondFactor } from '../../db/schema.ts';
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
      password_changed_at: account.createdAt,
    })
    .onConflict((conflict) => conflict.column('email_index').doNothing())
    .returning('person_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** What the account's MAC covers. */
export interface LockedAccount {
  readonly role: Role;
  readonly state: AccountState;
  readonly secondFactor: SecondFactor;
  readonly mac: Buffer;
}

export interface FoundAccount extends LockedAccount {
  readonly personId: string;
  readonly passwordHash: string;
  readonly passwordChangedAt: Date;
}

/** Whose e-mail address this is. @param lock - Whoever else changes the account waits until the transaction ends. */
export async function findAccount(
  tx: Tx,
  emailIndex: Buffer,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<FoundAccount | undefined> {
  return queries(tx)
    .selectFrom('account')
    .select([
      'person_id as personId',
      'role',
      'state',
      'second_factor as secondFactor',
      'mac',
      'password_hash as passwordHash',
      'password_changed_at as passwordChangedAt',
    ])
    .where('email_index', '=', emailIndex)
    .$if(lock, (query) => query.forNoKeyUpdate())
    .executeTakeFirst();
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
  readonly state: AccountState;
  readonly secondFactor: SecondFactor;
  readonly profile: Sealed<AccountProfile>;
  readonly createdAt: Date;
  readonly passwordChangedAt: Date;
}

export async function readAccounts(
  tx: Tx,
  personIds: readonly string[],
): Promise<readonly StoredAccount[]> {
  if (personIds.length === 0) return [];
  const rows = await queries(tx)
    .selectFrom('account')
    .select([
      'person_id',
      'role',
      'state',
      'second_factor',
      'profile',
      'created_at',
      'password_changed_at',
    ])
    .where('person_id', 'in', personIds)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    personId: row.person_id,
    role: row.role,
    state: row.state,
    secondFactor: row.second_factor,
    profile: row.profile,
    createdAt: row.created_at,
    passwordChangedAt: row.password_changed_at,
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

/** Whoever else changes this account waits until the transaction ends; a session that begins does not. */
export async function lockAccount(tx: Tx, personId: string): Promise<LockedAccount | undefined> {
  return queries(tx)
    .selectFrom('account')
    .select(['role', 'state', 'second_factor as secondFactor', 'mac'])
    .where('person_id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** What the MACs of these accounts cover; whoever has none is missing. */
export async function readStandings(
  tx: Tx,
  personIds: readonly string[],
): Promise<readonly (LockedAccount & { readonly personId: string })[]> {
  if (personIds.length === 0) return [];
  return queries(tx)
    .selectFrom('account')
    .select(['person_id as personId', 'role', 'state', 'second_factor as secondFactor', 'mac'])
    .where('person_id', '=', (eb) => eb.fn.any(eb.val(personIds)))
    .execute();
}

export async function writeSecondFactor(
  tx: Tx,
  account: {
    readonly personId: string;
    readonly secondFactor: SecondFactor;
    readonly mac: Buffer;
  },
): Promise<void> {
  const { personId, secondFactor, mac } = account;
  await queries(tx)
    .updateTable('account')
    .set({ second_factor: secondFactor, mac })
    .where('person_id', '=', personId)
    .execute();
}

/** Another password. */
export async function writePasswordHash(
  tx: Tx,
  account: { readonly personId: string; readonly passwordHash: string; readonly now: Date },
): Promise<void> {
  const { personId, passwordHash, now } = account;
  await queries(tx)
    .updateTable('account')
    .set({ password_hash: passwordHash, password_changed_at: now })
    .where('person_id', '=', personId)
    .execute();
}

/** The same password, hashed anew; unless it was changed meanwhile. */
export async function replacePasswordHash(
  tx: Tx,
  account: { readonly personId: string; readonly before: string; readonly after: string },
): Promise<void> {
  await queries(tx)
    .updateTable('account')
    .set({ password_hash: account.after })
    .where('person_id', '=', account.personId)
    .where('password_hash', '=', account.before)
    .execute();
}

/**
 * Another e-mail address.
 * @throws DatabaseError `unique_violation` when it has an account
 */
export async function writeEmail(
  tx: Tx,
  account: {
    readonly personId: string;
    readonly emailIndex: Buffer;
    readonly profile: Sealed<AccountProfile>;
  },
): Promise<void> {
  const { personId, emailIndex, profile } = account;
  await queries(tx)
    .updateTable('account')
    .set({ email_index: emailIndex, profile })
    .where('person_id', '=', personId)
    .execute();
}
