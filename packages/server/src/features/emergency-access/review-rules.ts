import type { ReviewOutcome } from '@wardkeep/contract';
import type { Review } from './review-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What an installation sets. */
export interface EmergencySettings {
  readonly emergencyMinutes: number;
  readonly emergencyReviewDays: number;
}

export function endsAt(now: Date, { emergencyMinutes }: EmergencySettings): Date {
  return new Date(now.getTime() + emergencyMinutes * MINUTE_MS);
}

export function dueAfter(now: Date, { emergencyReviewDays }: EmergencySettings): Date {
  return new Date(now.getTime() + emergencyReviewDays * DAY_MS);
}

/**
 * A dispute of what waits goes to the front; one of what was reviewed opens the review again, with its full time. Null
 * once it was found a misuse: nothing is left to be said against it.
 */
export function disputed(review: Review, now: Date, settings: EmergencySettings): Review | null {
  if (review.outcome === 'misuse') return null;
  if (review.reviewedAt === null) return { ...review, disputedAt: review.disputedAt ?? now };
  const dueAt = dueAfter(now, settings);
  return { ...review, disputedAt: now, dueAt, reviewedAt: null, reviewedBy: null, outcome: null };
}

/** Null once it was found a misuse: an account was suspended for it, and only an administrator lifts that. */
export function reviewed(
  review: Review,
  by: { readonly personId: string; readonly outcome: ReviewOutcome; readonly now: Date },
): Review | null {
  if (review.outcome === 'misuse') return null;
  const { personId: reviewedBy, outcome, now: reviewedAt } = by;
  const endedAt = endsAccess(outcome) ? (review.endedAt ?? reviewedAt) : review.endedAt;
  return { ...review, reviewedAt, reviewedBy, outcome, endedAt };
}

/** What was justified goes on for its time: a review must not close a chart in the middle of an emergency. */
export function endsAccess(outcome: ReviewOutcome): boolean {
  return outcome !== 'justified';
}

export function isOverdue({ reviewedAt, dueAt }: Review, now: Date): boolean {
  return reviewedAt === null && dueAt < now;
}
