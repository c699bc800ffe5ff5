import { ACCESS } from '../../gate/index.ts';
import type { StoredGrant } from '../grants/index.ts';

/** Roles that can be in a care team, as the gate admits them. */
export const TEAM_ROLES = ACCESS['care-team.add'].granted;

/** Of one team: whoever accepted, and the colleagues below. */
export function rootOf({ parentId, grantId }: Pick<StoredGrant, 'parentId' | 'grantId'>): string {
  return parentId ?? grantId;
}

/** Those that let somebody in now, as far as the grants say: who works where is asked besides. */
export function teamNow(grants: readonly StoredGrant[], now: Date): readonly StoredGrant[] {
  return grants.filter(
    ({ state, granteeId, validFrom, validUntil }) =>
      state === 'active' &&
      granteeId !== null &&
      validFrom <= now &&
      (validUntil === null || now < validUntil),
  );
}

/**
 * Whether the caller may end this part of a team: the patient's side any, its lead any of their team, everybody their own.
 * @param callerId - Null for the patient's side.
 */
export function mayEnd(
  callerId: string | null,
  part: StoredGrant,
  team: readonly StoredGrant[],
): boolean {
  if (callerId === null || part.granteeId === callerId) return true;
  return team.some(
    (lead) =>
      lead.grantId === part.parentId && lead.parentId === null && lead.granteeId === callerId,
  );
}
