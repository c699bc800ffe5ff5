export { approveReidentification, refuseReidentification } from './answer-reidentification.ts';
export { listReidentifications } from './list-reidentifications.ts';
export { readReidentification } from './read-reidentification.ts';
export { requestReidentification } from './request-reidentification.ts';
