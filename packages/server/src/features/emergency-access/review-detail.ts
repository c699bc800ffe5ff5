import type { EmergencyDetail } from '../../db/schema.ts';
import type { AccountTools } from '../../gate/index.ts';
import type { Review, StoredReview } from './review-store.ts';

type Sealing = Pick<AccountTools, 'sealing'>;

/** The review with its words sealed for the state that it is in: those of a state before do not open any more. */
export function withDetail(
  { sealing }: Sealing,
  review: Review,
  detail: EmergencyDetail,
): Review & Pick<StoredReview, 'sealed'> {
  return { ...review, sealed: sealing.seal(placeOf(review), detail) };
}

/** @throws CryptoError `not_authentic` when the words are of another review, or of another state of this one. */
export function detailOf({ sealing }: Sealing, review: StoredReview): EmergencyDetail {
  return sealing.open(placeOf(review), review.sealed);
}

function placeOf({ patientId, grantId, openedAt, disputedAt, reviewedAt }: Review) {
  const state = [disputedAt, reviewedAt].map((at) => at?.getTime() ?? '-').join('/');
  return { name: `emergency/${patientId}/${grantId}/${state}`, day: openedAt };
}
