export { disputeEmergencyAccess } from './dispute-emergency-access.ts';
export { endEmergency } from './end-emergency.ts';
export { listEmergencyAccesses } from './list-emergency-accesses.ts';
export { REVIEW_PURPOSE, listEmergencyReviews } from './list-emergency-reviews.ts';
export { openEmergencyAccess } from './open-emergency-access.ts';
export { reviewEmergencyAccess } from './review-emergency-access.ts';
export { readReviewedPatients } from './review-store.ts';
