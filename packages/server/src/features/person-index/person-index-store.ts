import { sql } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { PersonIndexField } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface IndexToken {
  readonly field: PersonIndexField;
  readonly token: Buffer;
}

/** In the place of what this chart was found by before. */
export async function replaceTokens(
  tx: Tx,
  ownerId: string,
  tokens: readonly IndexToken[],
): Promise<void> {
  await queries(tx).deleteFrom('person_index').where('owner_id', '=', ownerId).execute();
  if (tokens.length === 0) return;
  await queries(tx)
    .insertInto('person_index')
    .values(tokens.map(({ field, token }) => ({ owner_id: ownerId, field, token })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Who is found by it: two are one too many, so no more are read. With them, in the same statement, what their account's
 * row says (null without one), and whether they are being erased.
 */
export async function readFound(tx: Tx, { field, token }: IndexToken): Promise<readonly Found[]> {
  const rows = await queries(tx)
    .selectFrom('person_index as found')
    .leftJoin('account', 'account.person_id', 'found.owner_id')
    .leftJoin('erasure', 'erasure.person_id', 'found.owner_id')
    .select([
      'found.owner_id as personId',
      'account.role',
      'account.state',
      'account.second_factor as secondFactor',
      'account.mac',
      sql<boolean>`erasure.confirmed_at is not null or erasure.begun_at is not null`.as('isGoing'),
    ])
    .where('found.field', '=', field)
    .where('found.token', '=', token)
    .limit(2)
    .execute();
  return rows.map(({ personId, role, state, secondFactor, mac, isGoing }) => ({
    personId,
    isGoing,
    account:
      role === null || state === null || secondFactor === null || mac === null
        ? null
        : { personId, role, state, secondFactor, mac },
  }));
}

export interface Found {
  readonly personId: string;
  readonly isGoing: boolean;
  readonly account: {
    readonly personId: string;
    readonly role: string;
    readonly state: string;
    readonly secondFactor: 'none' | 'required';
    readonly mac: Buffer;
  } | null;
}
