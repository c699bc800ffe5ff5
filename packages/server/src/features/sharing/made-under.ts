import { shareName } from '../../db/sealed-columns.ts';
import type { ShareDetail } from '../../db/schema.ts';
import type { ChartScope } from '../../gate/index.ts';
import type { StoredShare } from './share-store.ts';

/**
 * Whose links these are: those made under one of the caller's grants; undefined for all, which are the patient's and their
 * guardians' to see and to end.
 */
export function ownGrants({
  relationship,
  grants,
}: Pick<ChartScope, 'relationship' | 'grants'>): readonly string[] | undefined {
  if (relationship === 'self' || relationship === 'guardian') return undefined;
  return grants.map(({ grantId }) => grantId);
}

/** What is said of a link, for whom it is theirs: what is sealed says so, whatever the row says. */
export function revealOwn(
  scope: ChartScope,
  { shareId, sealed }: Pick<StoredShare, 'shareId' | 'sealed'>,
): ShareDetail | undefined {
  const detail = scope.reveal('Share', shareName(shareId), sealed);
  const own = ownGrants(scope);
  const isOwn = own === undefined || (detail.grantedBy && own.includes(detail.grantedBy));
  return isOwn ? detail : undefined;
}
