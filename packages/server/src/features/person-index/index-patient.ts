import type { StoredJson } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { factsOf, type IndexedFact } from './person-index-rules.ts';
import { replaceTokens } from './person-index-store.ts';

/**
 * What a chart is found by in an emergency, replaced by what its Patient resources say now; in the transaction that
 * writes them.
 */
export async function indexPatient(
  tx: Tx,
  hashes: AccountTools['hashes'],
  ownerId: string,
  patients: readonly StoredJson[],
): Promise<void> {
  const facts = factsOf(patients);
  const tokens = (facts.length === 0 ? [nothing(ownerId)] : facts).map(({ field, value }) => ({
    field,
    token: hashes.personIndex(field, value),
  }));
  await replaceTokens(tx, ownerId, tokens);
}

/** That this chart was looked at, and is found by nothing: what somebody types never begins with a line break. */
function nothing(ownerId: string): IndexedFact {
  return { field: 'identifier-value', value: `\n${ownerId}` };
}
