import type { Caller } from '../../gate/index.ts';

/** Whose data a link leads to. */
export function sharedOwner({ caller }: { readonly caller: Caller }): string | null {
  return caller.kind === 'share-holder' ? caller.share.ownerId : null;
}
