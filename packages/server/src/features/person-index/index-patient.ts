import type { StoredJson } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { patientTerms } from '../../fhir/search/index.ts';
import { factsOf } from './person-index-rules.ts';
import { replaceTokens, type IndexToken } from './person-index-store.ts';
import { tokenOf } from './term-tokens.ts';

type Hashes = AccountTools['hashes'];

/**
 * What a chart is found by, in an emergency and across charts, replaced by what its Patient resources say now; in the
 * transaction that writes them.
 */
export async function indexPatient(
  tx: Tx,
  hashes: Hashes,
  ownerId: string,
  patients: readonly StoredJson[],
): Promise<void> {
  await replaceTokens(tx, ownerId, [
    { field: 'indexed', token: hashes.personIndex('indexed', ownerId) },
    ...exactTokens(hashes, patients),
    ...patients.flatMap((patient) => termTokens(hashes, patient)),
  ]);
}

function exactTokens(hashes: Hashes, patients: readonly StoredJson[]): readonly IndexToken[] {
  return factsOf(patients).map(({ field, value }) => ({
    field,
    token: hashes.personIndex(field, value),
  }));
}

function termTokens(hashes: Hashes, patient: StoredJson): readonly IndexToken[] {
  const { id: _id, ...said } = patient;
  return patientTerms(said).flatMap((term) => tokenOf(hashes, term) ?? []);
}
