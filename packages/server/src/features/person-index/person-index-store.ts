import { sql, type RawBuilder } from 'kysely';
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
 * Whom a caller has a grant of, or is, and who has a token of each group, in the order of ids. Whether the grant counts is
 * the gate's to say.
 */
export async function readRelated(
  tx: Tx,
  {
    groups,
    callerId,
    limit,
  }: {
    readonly groups: readonly (readonly IndexToken[])[];
    readonly callerId: string;
    readonly limit: number;
  },
): Promise<readonly string[]> {
  const [first, ...others] = groups;
  const related = sql<{ person_id: string }>`(
    select ${callerId}::uuid as person_id
    union select patient_id from access_grant where grantee_id = ${callerId}::uuid and state = 'active')`;
  if (first === undefined) {
    const { rows } = await sql<{ person_id: string }>`
      select person_id from ${related} as related order by person_id limit ${limit}`.execute(
      queries(tx),
    );
    return rows.map((row) => row.person_id);
  }
  const { rows } = await sql<{ person_id: string }>`
    select distinct found.owner_id as person_id from person_index as found
    where (${sql.join(
      first.map((token) => isToken(sql.ref('found.field'), sql.ref('found.token'), token)),
      sql` or `,
    )})
      ${sql.join(
        others.map(
          (group) => sql`and exists (select 1 from person_index as more
            where more.owner_id = found.owner_id
              and (${sql.join(
                group.map((token) => isToken(sql.ref('more.field'), sql.ref('more.token'), token)),
                sql` or `,
              )}))`,
        ),
        sql` `,
      )}
      and (found.owner_id = ${callerId}::uuid or exists (select 1 from access_grant as held
        where held.patient_id = found.owner_id and held.grantee_id = ${callerId}::uuid and held.state = 'active'))
    order by person_id limit ${limit}`.execute(queries(tx));
  return rows.map((row) => row.person_id);
}

function isToken(
  field: RawBuilder<unknown>,
  token: RawBuilder<unknown>,
  asked: IndexToken,
): RawBuilder<unknown> {
  return sql`(${field} = ${asked.field} and ${token} = ${asked.token})`;
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
