import { timingSafeEqual } from 'node:crypto';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { KeyedHashes } from '../vault/index.ts';

/** Every administrator who can sign in, for what all of them are told; a role that was written into the database is none. */
export async function readAdministrators(tx: Tx, hashes: KeyedHashes): Promise<readonly string[]> {
  const rows = await queries(tx)
    .selectFrom('account')
    .select(['person_id as personId', 'role', 'state', 'second_factor as secondFactor', 'mac'])
    .where('role', '=', 'admin')
    .where('state', '=', 'active')
    .orderBy('person_id')
    .execute();
  return rows
    .filter(({ mac, ...row }) => timingSafeEqual(hashes.account(row), mac))
    .map(({ personId }) => personId);
}
