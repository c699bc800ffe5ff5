import type { WrappedKey } from '@wardkeep/crypto';
import type { KeyPurpose } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import { queries } from '../db/queries.ts';
import { AHEAD_PURPOSES } from '../db/read-ahead.ts';
import { readAhead } from '../db/shared-part.ts';

export interface PersonKeyRow {
  readonly person_id: string;
  readonly purpose: KeyPurpose;
  readonly version: number;
  readonly wrapped: WrappedKey;
  readonly state: 'active' | 'retired' | 'revoked';
}

export async function insertPerson(tx: Tx, personId: string, now: Date): Promise<void> {
  await queries(tx).insertInto('person').values({ person_id: personId, created_at: now }).execute();
}

export async function insertPersonKeys(
  tx: Tx,
  rows: readonly PersonKeyRow[],
  now: Date,
): Promise<void> {
  await queries(tx)
    .insertInto('person_key')
    .values(rows.map((row) => ({ ...row, created_at: now })))
    .execute();
}

export async function readPersonKeys(
  tx: Tx,
  personIds: readonly string[],
  purposes: readonly KeyPurpose[],
): Promise<readonly PersonKeyRow[]> {
  if (personIds.length === 0) return [];
  const ahead = aheadOf(tx, personIds, purposes);
  if (ahead !== undefined) return ahead;
  return queries(tx)
    .selectFrom('person_key')
    .select(['person_id', 'purpose', 'version', 'wrapped', 'state'])
    .where('person_id', 'in', personIds)
    .where('purpose', 'in', purposes)
    .execute();
}

/** Where they were read when a shared transaction began: of one person, for what most requests open. */
function aheadOf(
  tx: Tx,
  [personId, ...others]: readonly string[],
  purposes: readonly KeyPurpose[],
): readonly PersonKeyRow[] | undefined {
  const ahead = readAhead(tx);
  if (ahead === undefined || ahead.ownerId !== personId || others.length > 0) return undefined;
  if (!purposes.every((purpose) => AHEAD_PURPOSES.some((each) => each === purpose)))
    return undefined;
  return ahead.keys.filter(({ purpose }) => purposes.includes(purpose));
}

export async function countPersonKeys(tx: Tx): Promise<number> {
  const row = await queries(tx)
    .selectFrom('person_key')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}
