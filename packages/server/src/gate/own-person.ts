import type { Caller } from './credential.ts';

/** For routes about the caller's own data, whose addresses name nobody. */
export function ownPerson({ caller }: { readonly caller: Caller }): string | null {
  return caller.kind === 'person' ? caller.personId : null;
}
