/** One person's wish to get in without a second factor, as its row says it. */
export interface RecoveryRow {
  readonly personId: string;
  readonly requestedAt: Date;
  /** The waiting time ends then. */
  readonly notBefore: Date;
  readonly approvedAt: Date | null;
  readonly approvedBy: string | null;
  /** Cancelled, refused, used, or not needed any more. */
  readonly endedAt: Date | null;
}

const DAY_MS = 24 * 60 * 60_000;

/** After the waiting time: long enough for somebody who is ill, and not for ever. */
export const OPEN_DAYS = 14;

export function newRecovery(personId: string, now: Date, waitingDays: number): RecoveryRow {
  return {
    personId,
    requestedAt: now,
    notBefore: new Date(now.getTime() + waitingDays * DAY_MS),
    approvedAt: null,
    approvedBy: null,
    endedAt: null,
  };
}

/** Opens nothing, and never will. */
export function isOver(row: RecoveryRow, now: Date): boolean {
  return row.endedAt !== null || now >= lapsesAt(row);
}

export interface RecoveryFacts {
  readonly now: Date;
  readonly passwordChangedAt: Date;
}

/**
 * Whether it still waits for its time, for an administrator, or for its person. Whoever changes the password asks anew: an
 * administrator made sure of somebody who knew the one before, not of whoever has the mailbox now.
 */
export function isOpen(row: RecoveryRow, { now, passwordChangedAt }: RecoveryFacts): boolean {
  return !isOver(row, now) && row.requestedAt >= passwordChangedAt;
}

/** Whether the next sign-in with the password alone is let in: approved, waited for, and neither ended nor lapsed. */
export function opensNow(row: RecoveryRow, facts: RecoveryFacts): boolean {
  return isOpen(row, facts) && row.approvedAt !== null && facts.now >= row.notBefore;
}

/** Unused, it opens nothing from then on; somebody asks anew. */
export function lapsesAt({ notBefore }: Pick<RecoveryRow, 'notBefore'>): Date {
  return new Date(notBefore.getTime() + OPEN_DAYS * DAY_MS);
}
