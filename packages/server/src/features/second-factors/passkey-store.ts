import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../../db/queries.ts';
import type { PasskeyDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface StoredPasskey {
  readonly passkeyId: string;
  readonly credentialId: Buffer;
  readonly sealed: Sealed<PasskeyDetail>;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export async function listPasskeys(tx: Tx, personId: string): Promise<readonly StoredPasskey[]> {
  const rows = await queries(tx)
    .selectFrom('passkey')
    .select(['passkey_id', 'credential_id', 'sealed', 'created_at', 'last_used_at'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    passkeyId: row.passkey_id,
    credentialId: row.credential_id,
    sealed: row.sealed,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }));
}

export interface NewPasskey {
  readonly passkeyId: string;
  readonly personId: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly signCount: number;
  readonly sealed: Sealed<PasskeyDetail>;
  readonly mac: Buffer;
  readonly now: Date;
}

/** False when this credential is registered already, whoever's it is. */
export async function insertPasskey(tx: Tx, passkey: NewPasskey): Promise<boolean> {
  const inserted = await queries(tx)
    .insertInto('passkey')
    .values({
      passkey_id: passkey.passkeyId,
      person_id: passkey.personId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      sign_count: passkey.signCount,
      sealed: passkey.sealed,
      mac: passkey.mac,
      created_at: passkey.now,
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('passkey_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function findPasskeyOwner(tx: Tx, credentialId: Buffer): Promise<string | undefined> {
  const row = await queries(tx)
    .selectFrom('passkey')
    .select('person_id')
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  return row?.person_id;
}

export interface SigningPasskey {
  readonly passkeyId: string;
  readonly personId: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly signCount: number;
  readonly mac: Buffer;
}

/** Of two answers by one passkey, the later one waits, and sees what the first one counted. */
export async function lockSigningPasskey(
  tx: Tx,
  { personId, credentialId }: Pick<SigningPasskey, 'personId' | 'credentialId'>,
): Promise<SigningPasskey | undefined> {
  return queries(tx)
    .selectFrom('passkey')
    .select([
      'passkey_id as passkeyId',
      'person_id as personId',
      'credential_id as credentialId',
      'public_key as publicKey',
      'sign_count as signCount',
      'mac',
    ])
    .where('credential_id', '=', credentialId)
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
}

export async function markPasskeyUsed(
  tx: Tx,
  passkey: { readonly passkeyId: string; readonly signCount: number; readonly now: Date },
): Promise<void> {
  await queries(tx)
    .updateTable('passkey')
    .set({ sign_count: passkey.signCount, last_used_at: passkey.now })
    .where('passkey_id', '=', passkey.passkeyId)
    .execute();
}

export async function readPasskeyDetail(
  tx: Tx,
  passkey: { readonly passkeyId: string; readonly personId: string },
): Promise<Sealed<PasskeyDetail> | undefined> {
  const row = await queries(tx)
    .selectFrom('passkey')
    .select('sealed')
    .where('passkey_id', '=', passkey.passkeyId)
    .where('person_id', '=', passkey.personId)
    .forUpdate()
    .executeTakeFirst();
  return row?.sealed;
}

export async function writePasskeyDetail(
  tx: Tx,
  passkeyId: string,
  sealed: Sealed<PasskeyDetail>,
): Promise<void> {
  await queries(tx)
    .updateTable('passkey')
    .set({ sealed })
    .where('passkey_id', '=', passkeyId)
    .execute();
}

export async function deletePasskey(
  tx: Tx,
  passkey: { readonly passkeyId: string; readonly personId: string },
): Promise<boolean> {
  const deleted = await queries(tx)
    .deleteFrom('passkey')
    .where('passkey_id', '=', passkey.passkeyId)
    .where('person_id', '=', passkey.personId)
    .returning('passkey_id')
    .executeTakeFirst();
  return deleted !== undefined;
}

export async function deletePasskeys(tx: Tx, personId: string): Promise<void> {
  await queries(tx).deleteFrom('passkey').where('person_id', '=', personId).execute();
}

export async function insertChallenge(
  tx: Tx,
  challenge: {
    readonly tokenHash: Buffer;
    readonly personId: string | null;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await queries(tx)
    .insertInto('one_time_token')
    .values({
      token_hash: challenge.tokenHash,
      purpose: 'passkey-challenge',
      person_id: challenge.personId,
      expires_at: challenge.expiresAt,
      used_at: null,
    })
    .execute();
}

/** True once for each challenge: the row goes with its use. */
export async function spendChallenge(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const spent = await queries(tx)
    .deleteFrom('one_time_token')
    .where('token_hash', '=', tokenHash)
    .where('purpose', '=', 'passkey-challenge')
    .where('used_at', 'is', null)
    .returning('token_hash')
    .executeTakeFirst();
  return spent !== undefined;
}

/** Challenges that nobody answered; some of them at a time, and never waiting for whoever does the same. */
export async function deleteOldChallenges(tx: Tx, now: Date, most: number): Promise<void> {
  await queries(tx)
    .deleteFrom('one_time_token')
    .where('token_hash', 'in', (db) =>
      db
        .selectFrom('one_time_token')
        .select('token_hash')
        .where('purpose', '=', 'passkey-challenge')
        .where('expires_at', '<', now)
        .limit(most)
        .forUpdate()
        .skipLocked(),
    )
    .execute();
}
