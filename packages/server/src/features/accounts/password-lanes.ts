import { Refusal } from '../../gate/index.ts';

/** Whose request it is: somebody's on a device that is known here, or anybody's. */
export type Lane = 'known' | 'stranger';

/** Seconds in which a full queue is worked off. */
const RETRY_AFTER_S = 5;

export function tooBusy(): Refusal {
  return new Refusal(
    'too_many_requests',
    `Many people are signing in right now. Try again in ${RETRY_AFTER_S} seconds.`,
    { retryAfterS: RETRY_AFTER_S, isOverload: true },
  );
}
