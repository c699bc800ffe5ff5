import { listEmergencyReviews as endpoint, type ReplyOf } from '@wardkeep/contract';
import { plainRoute, pseudonymText } from '../../gate/index.ts';
import { describeReview, openersOf } from './describe-review.ts';
import { detailOf } from './review-detail.ts';
import { isOverdue } from './review-rules.ts';
import { readReviews } from './review-store.ts';

/** As whoever reviews knows patients. */
export const REVIEW_PURPOSE = 'review';

const MOST = { waiting: 500, reviewed: 100 };

/** The words are the deployment's: no chart is opened for it, and the patient has no name here. */
export const listEmergencyReviews = plainRoute({
  endpoint,
  handle: async (request) => {
    const { gate, now } = request;
    const reviews = await request.commit(async (tx, _caller, event) => {
      const rows = await readReviews(tx, gate.hashes, MOST);
      const openerOf = await openersOf(tx, gate, rows, (ids) => event.names(ids));
      return rows.map((review): ReplyOf<typeof endpoint>['reviews'][number] => {
        const detail = detailOf(gate, review);
        return {
          ...describeReview(review, detail, openerOf(review)),
          patientPseudonym: pseudonymText(gate.hashes, REVIEW_PURPOSE, review.patientId),
          disputeWords: detail.disputeWords,
          reviewWords: detail.reviewWords,
          isOverdue: isOverdue(review, now),
        };
      });
    });
    const overdue = reviews.filter((review) => review.isOverdue).length;
    return { body: { reviews, overdue } };
  },
});
