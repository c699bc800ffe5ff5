import type { Erasure, ErasureState } from '@wardkeep/contract';

/** The row about one person's erasure; none before anybody asked. */
export interface ErasureRow {
  readonly requestedBy: 'self' | 'operator';
  readonly requestedAt: Date;
  /** The waiting time is over from this moment on. */
  readonly notBefore: Date;
  readonly confirmedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly begunAt: Date | null;
}

export function erasureState(row: ErasureRow | undefined, now: Date): ErasureState {
  if (row === undefined) return 'none';
  if (row.begunAt !== null || row.confirmedAt !== null) return 'erasing';
  if (row.cancelledAt !== null) return 'cancelled';
  return row.notBefore.getTime() > now.getTime() ? 'waiting' : 'confirmable';
}

/** What was written within a request can be some milliseconds younger than the request: it is told as of then. */
export function momentToTell(row: ErasureRow | undefined, now: Date): Date {
  return row !== undefined && row.requestedAt.getTime() > now.getTime() ? row.requestedAt : now;
}

const DAY_MS = 24 * 60 * 60_000;

export function waitingEnds(now: Date, waitingDays: number): Date {
  return new Date(now.getTime() + waitingDays * DAY_MS);
}

/** The earliest moment at which the person could be erased: now, or once the waiting time is over that runs or would. */
export function earliestErasure(
  row: ErasureRow | undefined,
  { now, waitingDays }: { readonly now: Date; readonly waitingDays: number },
): Date {
  switch (erasureState(row, now)) {
    case 'none':
    case 'cancelled':
      return waitingEnds(now, waitingDays);
    case 'waiting':
      return row?.notBefore ?? now;
    case 'confirmable':
      return now;
    case 'erasing':
      return row?.begunAt ?? row?.confirmedAt ?? now;
  }
}

/** The open half of what the person is told: dates and how far it is. */
export function describeProgress(
  row: ErasureRow | undefined,
  now: Date,
): Pick<Erasure, 'state' | 'requestedBy' | 'requestedAt' | 'confirmableFrom' | 'cancelledAt'> {
  return {
    state: erasureState(row, now),
    requestedBy: row?.requestedBy ?? null,
    requestedAt: row?.requestedAt.toISOString() ?? null,
    confirmableFrom: row?.notBefore.toISOString() ?? null,
    cancelledAt: row?.cancelledAt?.toISOString() ?? null,
  };
}
