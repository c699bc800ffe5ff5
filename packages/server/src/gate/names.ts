import type { Role } from '@wardkeep/contract';
import type { Tx } from '../db/tx.ts';
import { PROFILE_NAME } from '../db/sealed-columns.ts';
import { readNamed } from './names-store.ts';
import type { Gate } from './gate.ts';

export interface Named {
  readonly displayName: string;
  readonly role: Role;
}

/**
 * What people call themselves here: for whoever let them in, and for whoever works with them. Those who are gone have no
 * name any more. It opens account data of others and nothing else of it leaves; the request's own event lists whom.
 */
export async function namesOf(
  gate: Gate,
  tx: Tx,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Named>> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return new Map();
  const keys = await gate.vault.readKeys(tx, ids, ['account']);
  const rows = await readNamed(tx, ids);
  const named = rows.flatMap(({ personId, role, profile }) => {
    const vault = gate.vault.unlock(keys, personId, 'account');
    if (vault === undefined) return [];
    const { displayName } = vault.open(PROFILE_NAME, profile);
    vault.close();
    return [[personId, { displayName, role }] as const];
  });
  return new Map(named);
}
