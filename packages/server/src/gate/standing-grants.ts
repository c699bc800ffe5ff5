import type { Tx } from '../db/tx.ts';
import type { KeyedHashes } from '../vault/index.ts';
import { decide } from './access-rules.ts';
import type { Caller } from './credential.ts';
import { readGrants } from './grants-store.ts';
import type { GrantFacts } from './grants.ts';

/**
 * What lets this caller in to others' charts now, as far as it is in the open: what the gate would say to each, without
 * opening anything. That a guardian's ended by the age of a dependant is sealed, and shows with the first opening.
 */
export async function standingGrants(
  tx: Tx,
  hashes: KeyedHashes,
  { caller, now }: { readonly caller: Caller; readonly now: Date },
): Promise<readonly GrantFacts[]> {
  if (caller.kind !== 'person') return [];
  const grants = await readGrants(tx, hashes, { granteeId: caller.personId, patientId: null });
  return grants.filter((grant) => {
    const { patientId: personId } = grant;
    const question = { action: 'relationship.list', caller, personId, now } as const;
    return decide({ ...question, grants: [grant] }).kind === 'admitted';
  });
}
