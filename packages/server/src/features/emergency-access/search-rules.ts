import { ACCESS, FRESH_MS, type Caller } from '../../gate/index.ts';

type PersonCaller = Extract<Caller, { kind: 'person' }>;

/**
 * Whether anybody is looked for at all. The gate refuses the others without knowing whom they meant, so that neither its
 * answer nor its time tells whether there is such a person.
 */
export function maySearch(caller: Caller, now: Date): caller is PersonCaller {
  if (caller.kind !== 'person' || caller.needs !== 'nothing') return false;
  const isFresh = now.getTime() - caller.provedAt.getTime() <= FRESH_MS;
  const { breaks } = ACCESS['emergency.open'];
  return isFresh && caller.isElsewhere !== true && breaks.includes(caller.role);
}

/** Within an hour; each time that there are so many more, administrators are told. */
export const MISSES_TOLD = 10;
