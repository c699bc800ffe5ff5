import type { Restriction } from '../../vault/index.ts';

/** The last word of a list on each person. */
export interface RestrictionWords {
  /** Final; of such a person nothing else is told. */
  readonly erased: ReadonlyMap<string, Restriction>;
  readonly accounts: ReadonlyMap<string, 'suspended' | 'active'>;
  /** False: held once, and released. */
  readonly holds: ReadonlyMap<string, boolean>;
}

/** @param list - In its order. */
export function wordsOf(list: readonly Restriction[]): RestrictionWords {
  const erased = new Map<string, Restriction>();
  const accounts = new Map<string, 'suspended' | 'active'>();
  const holds = new Map<string, boolean>();
  for (const restriction of list) {
    const { kind, personId } = restriction;
    switch (kind) {
      case 'person-erased':
        erased.set(personId, restriction);
        break;
      case 'person-suspended':
      case 'person-resumed':
        accounts.set(personId, kind === 'person-suspended' ? 'suspended' : 'active');
        break;
      case 'person-held':
      case 'person-released':
        holds.set(personId, kind === 'person-held');
        break;
    }
  }
  for (const personId of erased.keys()) {
    accounts.delete(personId);
    holds.delete(personId);
  }
  return { erased, accounts, holds };
}
