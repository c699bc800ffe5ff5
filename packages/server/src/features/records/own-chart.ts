import type { Caller } from '../../gate/index.ts';

/** FHIR's addresses name no person: what is posted to them goes into the caller's own chart. */
export function ownChart({ caller }: { readonly caller: Caller }): string | null {
  return caller.kind === 'person' ? caller.personId : null;
}
