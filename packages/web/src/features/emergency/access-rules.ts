import type { ReplyOf, listEmergencyAccesses } from '@wardkeep/contract';

export type EmergencyAccess = ReplyOf<typeof listEmergencyAccesses>['accesses'][number];

type Facts = Pick<
  EmergencyAccess,
  'openedAt' | 'until' | 'endedAt' | 'disputedAt' | 'reviewedAt' | 'outcome'
>;

/** What has been said about it. */
export type ReviewState = 'waiting' | 'disputed' | NonNullable<EmergencyAccess['outcome']>;

export function reviewStateOf({ disputedAt, outcome }: Facts): ReviewState {
  if (outcome !== null) return outcome;
  return disputedAt === null ? 'waiting' : 'disputed';
}

export function isOpen({ endedAt, until }: Facts, now: Date): boolean {
  return endedAt === null && Date.parse(until) > now.getTime();
}

/** Once it was found a misuse, nothing is left to be said against it; what was said and waits need not be said again. */
export function mayDispute(facts: Facts): boolean {
  const state = reviewStateOf(facts);
  return state !== 'misuse' && state !== 'disputed';
}

const NEWS_MS = 14 * 24 * 60 * 60_000;

/** Those of the last two weeks that nobody has looked at in this browser. */
export function unseen<A extends Pick<EmergencyAccess, 'grantId' | 'openedAt'>>(
  accesses: readonly A[],
  seen: ReadonlySet<string>,
  now: Date,
): readonly A[] {
  return accesses.filter(
    ({ grantId, openedAt }) => !seen.has(grantId) && now.getTime() - Date.parse(openedAt) < NEWS_MS,
  );
}
