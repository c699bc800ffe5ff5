import type { Share } from '@wardkeep/contract';

/** What a share is worth now. The order matters to people: what they did (revoke) comes before what time did. */
export function shareState(
  share: {
    readonly revokedAt: Date | null;
    readonly expiresAt: Date;
    readonly opened: number;
    readonly opensMost: number | null;
  },
  now: Date,
): Share['state'] {
  if (share.revokedAt !== null) return 'revoked';
  if (share.expiresAt.getTime() <= now.getTime()) return 'expired';
  if (share.opensMost !== null && share.opened >= share.opensMost) return 'used-up';
  return 'active';
}
