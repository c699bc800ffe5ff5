import type { AccountTools } from '../../gate/index.ts';
import { TERM_FIELDS, type Term } from '../../fhir/search/index.ts';
import type { IndexToken } from './person-index-store.ts';

/** One term as it is stored and looked up; undefined for one of which nothing is left. */
export function tokenOf(
  hashes: AccountTools['hashes'],
  { field, value }: Term,
): IndexToken | undefined {
  const stored = `find.${field}` as const;
  const token = hashes.personTerm(stored, value, TERM_FIELDS[field]);
  return token && { field: stored, token };
}
