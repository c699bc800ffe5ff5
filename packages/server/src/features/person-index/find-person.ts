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

/**
 * The one person whom this finds; null for nobody, for more than one, and for whoever is shut out or being erased. One
 * statement whichever it is, so that neither the answer nor its time tells them apart.
 */
export async function findPerson(
  tx: Tx,
  hashes: AccountTools['hashes'],
  search: PersonSearch,
): Promise<string | null> {
  const fact =
    search.by === 'identifier' ? identifierFact(search.system, search.value) : nameFact(search);
  if (fact === undefined) return null;
  const token = hashes.personIndex(fact.field, fact.value);
  const [first, ...others] = await readFound(tx, { field: fact.field, token });
  if (first === undefined || others.length > 0) return null;
  return isThere(hashes, first) ? first.personId : null;
}

/** A dependant has no account. One whose row was altered behind the server's back is no reason to let anybody in. */
function isThere(hashes: AccountTools['hashes'], { account, isGoing }: Found): boolean {
  if (isGoing) return false;
  if (account === null) return true;
  const isOurs = timingSafeEqual(hashes.account(account), account.mac);
  return isOurs && account.state !== 'suspended';
}
