import type { Reidentification } from '@wardkeep/contract';
import type { Reidentifying } from './reidentification-store.ts';

const DAY_MS = 24 * 60 * 60_000;
/** For the second person to answer. */
const WAITS_MS = 7 * DAY_MS;
/** For the first one to read it, once it is approved. */
const READABLE_MS = DAY_MS;

export function waitsUntil(requestedAt: Date): Date {
  return new Date(requestedAt.getTime() + WAITS_MS);
}

export function stateOf(row: Reidentifying, now: Date): Reidentification['state'] {
  if (row.readAt !== null) return 'read';
  if (row.refusedAt !== null) return 'refused';
  if (row.expiresAt <= now) return 'expired';
  return row.approvedAt === null ? 'waiting' : 'approved';
}

/** The approval's own day begins with it, however long it waited. */
export function approved(row: Reidentifying, approvedBy: string, now: Date): Reidentifying {
  return {
    ...row,
    approvedBy,
    approvedAt: now,
    expiresAt: new Date(now.getTime() + READABLE_MS),
  };
}
