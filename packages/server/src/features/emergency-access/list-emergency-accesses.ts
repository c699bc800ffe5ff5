import { listEmergencyAccesses as endpoint } from '@wardkeep/contract';
import { phiRoute } from '../../gate/index.ts';
import { describeReview, openersOf } from './describe-review.ts';
import { detailOf } from './review-detail.ts';
import { readReviewsOf } from './review-store.ts';

/** For whose chart it was. What was altered behind the server's back is not told as if it were so. */
export const listEmergencyAccesses = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope) => {
    const { tx, gate } = scope;
    const reviews = await readReviewsOf(tx, gate.hashes, scope.personId);
    const openerOf = await openersOf(tx, gate, reviews, (ids) => scope.names(ids));
    scope.read(...reviews.map(({ grantId: id }) => ({ type: 'EmergencyReview', id })));
    return {
      accesses: reviews.map((review) =>
        describeReview(review, detailOf(gate, review), openerOf(review)),
      ),
    };
  },
});
