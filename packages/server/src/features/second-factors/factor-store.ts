import type { Sealed } from '@wardkeep/crypto';
import type { Role } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import type { AccountProfile, AccountState, SecondFactor, TotpDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface StoredTotp {
  readonly sealed: Sealed<TotpDetail>;
  readonly confirmedAt: Date | null;
}

export async function readTotp(tx: Tx, personId: string): Promise<StoredTotp | undefined> {
  const row = await queries(tx)
    .selectFrom('totp')
    .select(['sealed', 'confirmed_at'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row && { sealed: row.sealed, confirmedAt: row.confirmed_at };
}

/** A secret that waits for its first code: a new row, or in the place of what waited before. */
export async function writePendingTotp(
  tx: Tx,
  totp: { readonly personId: string; readonly sealed: Sealed<TotpDetail>; readonly now: Date },
): Promise<void> {
  await queries(tx)
    .insertInto('totp')
    .values({
      person_id: totp.personId,
      sealed: totp.sealed,
      created_at: totp.now,
      confirmed_at: null,
    })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ sealed: totp.sealed }))
    .execute();
}

export async function writeConfirmedTotp(
  tx: Tx,
  totp: {
    readonly personId: string;
    readonly sealed: Sealed<TotpDetail>;
    readonly step: number;
    readonly now: Date;
  },
): Promise<void> {
  await queries(tx)
    .updateTable('totp')
    .set({ sealed: totp.sealed, confirmed_at: totp.now, last_step: totp.step })
    .where('person_id', '=', totp.personId)
    .execute();
}

/** True once for each time step, on whichever server: the update locks the row, and the step only goes forward. */
export async function useTotpStep(tx: Tx, personId: string, step: number): Promise<boolean> {
  const used = await queries(tx)
    .updateTable('totp')
    .set({ last_step: step })
    .where('person_id', '=', personId)
    .where('confirmed_at', 'is not', null)
    .where('last_step', '<', step)
    .returning('person_id')
    .executeTakeFirst();
  return used !== undefined;
}

export async function deleteTotp(tx: Tx, personId: string): Promise<boolean> {
  const deleted = await queries(tx)
    .deleteFrom('totp')
    .where('person_id', '=', personId)
    .returning('confirmed_at')
    .executeTakeFirst();
  return deleted !== undefined && deleted.confirmed_at !== null;
}

export async function replaceRecoveryCodes(
  tx: Tx,
  codes: {
    readonly personId: string;
    readonly hashes: readonly Buffer[];
    readonly now: Date;
  },
): Promise<void> {
  const { personId, hashes, now } = codes;
  await deleteRecoveryCodes(tx, personId);
  await queries(tx)
    .insertInto('recovery_code')
    .values(
      hashes.map((hash) => ({
        person_id: personId,
        code_hash: hash,
        created_at: now,
        used_at: null,
      })),
    )
    .execute();
}

export async function deleteRecoveryCodes(tx: Tx, personId: string): Promise<void> {
  await queries(tx).deleteFrom('recovery_code').where('person_id', '=', personId).execute();
}

/** True once for each code. */
export async function useRecoveryCode(
  tx: Tx,
  code: { readonly personId: string; readonly hash: Buffer; readonly now: Date },
): Promise<boolean> {
  const used = await queries(tx)
    .updateTable('recovery_code')
    .set({ used_at: code.now })
    .where('person_id', '=', code.personId)
    .where('code_hash', '=', code.hash)
    .where('used_at', 'is', null)
    .returning('person_id')
    .executeTakeFirst();
  return used !== undefined;
}

export async function countRecoveryCodes(tx: Tx, personId: string): Promise<number> {
  const rows = await queries(tx)
    .selectFrom('recovery_code')
    .select('code_hash')
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .execute();
  return rows.length;
}

/** What an account asks for; under its MAC, beside who it is and what its e-mails are sent to. */
export interface ProtectedAccount {
  readonly role: Role;
  readonly state: AccountState;
  readonly secondFactor: SecondFactor;
  readonly mac: Buffer;
  readonly profile: Sealed<AccountProfile>;
  readonly passwordChangedAt: Date;
}

/** Whoever else changes this account waits until the transaction ends; whoever only refers to it does not. */
export async function readProtectedAccount(
  tx: Tx,
  personId: string,
): Promise<ProtectedAccount | undefined> {
  return queries(tx)
    .selectFrom('account')
    .select([
      'role',
      'state',
      'second_factor as secondFactor',
      'mac',
      'profile',
      'password_changed_at as passwordChangedAt',
    ])
    .where('person_id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}
