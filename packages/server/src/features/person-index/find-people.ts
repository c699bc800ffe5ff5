import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { TERM_FIELDS, type Term } from '../../fhir/search/index.ts';
import { readRelated, type IndexToken } from './person-index-store.ts';
import { tokenOf } from './term-tokens.ts';

/**
 * People whom a caller stands in a relationship with, and who may be meant: each has a term of each group. Names, telephone
 * numbers and birth dates are cut short in the index, so some have another value: they are to be told apart once opened.
 * @param all - Groups of terms, of which one suffices; none for everybody whom the caller has to do with.
 */
export async function findPeople(
  tx: Tx,
  hashes: AccountTools['hashes'],
  {
    all,
    callerId,
    limit,
  }: {
    readonly all: readonly (readonly Term[])[];
    readonly callerId: string;
    readonly limit: number;
  },
): Promise<readonly string[]> {
  const groups = all
    .toSorted((a, b) => bytesOf(b) - bytesOf(a))
    .map((terms) =>
      terms.flatMap((term): IndexToken[] => {
        const token = tokenOf(hashes, term);
        return token === undefined ? [] : [token];
      }),
    );
  if (groups.some((group) => group.length === 0)) return [];
  return readRelated(tx, { groups, callerId, limit });
}

/** What tells most apart is looked up first. */
function bytesOf(terms: readonly Term[]): number {
  return Math.min(...terms.map(({ field }) => TERM_FIELDS[field].bytes));
}
