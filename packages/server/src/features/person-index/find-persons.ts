import { timingSafeEqual } from 'node:crypto';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { identifierFact, nameFact } from './person-index-rules.ts';
import { readFound, type Found } from './person-index-store.ts';

export type PersonSearch =
  | { readonly by: 'identifier'; readonly system: string; readonly value: string }
  | {
      readonly by: 'name-and-birth-date';
      readonly given: string;
      readonly family: string;
      readonly birthDate: string;
    };

/** Charts of one search that can be opened, one by one. */
const MATCHES_MOST = 10;

/**
 * Whom this finds, whoever was here first before the others: whoever makes a chart of the same name later hides nobody.
 * Without those who are shut out or being erased, and without the caller. A number without its system that several have
 * finds nobody: they are different people. One statement whichever it is, so that neither the answer nor its time tells
 * nobody from somebody who is left out.
 */
export async function findPersons(
  tx: Tx,
  hashes: AccountTools['hashes'],
  { search, callerId }: { readonly search: PersonSearch; readonly callerId: string },
): Promise<readonly string[]> {
  const fact =
    search.by === 'identifier' ? identifierFact(search.system, search.value) : nameFact(search);
  if (fact === undefined) return [];
  const token = hashes.personIndex(fact.field, fact.value);
  const all = await readFound(tx, { field: fact.field, token });
  if (fact.field === 'identifier-value' && all.length > 1) return [];
  return all
    .filter((found) => found.personId !== callerId && isThere(hashes, found))
    .map(({ personId }) => personId)
    .slice(0, MATCHES_MOST);
}

/** A dependant has no account. One whose row was altered behind the server's back is no reason to let anybody in. */
function isThere(hashes: AccountTools['hashes'], { account, isGoing }: Found): boolean {
  if (isGoing) return false;
  if (account === null) return true;
  const isOurs = timingSafeEqual(hashes.account(account), account.mac);
  return isOurs && account.state !== 'suspended';
}
