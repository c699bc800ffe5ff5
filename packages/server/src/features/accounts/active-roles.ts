import { timingSafeEqual } from 'node:crypto';
import type { Role } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { readStandings } from './account-store.ts';

/** The roles of those of these people who can sign in: a role that was written into the database is none. */
export async function activeRoles(
  tx: Tx,
  { hashes }: Pick<AccountTools, 'hashes'>,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Role>> {
  const rows = await readStandings(tx, [...new Set(personIds)]);
  const active = rows.filter(
    ({ mac, ...row }) => row.state === 'active' && timingSafeEqual(hashes.account(row), mac),
  );
  return new Map(active.map(({ personId, role }) => [personId, role]));
}
