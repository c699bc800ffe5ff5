export { cancelErasure } from './cancel-erasure.ts';
export { confirmErasure } from './confirm-erasure.ts';
export type { ErasureParts } from './erasure-parts.ts';
export { pendingErasure } from './pending-erasure.ts';
export { readErasureCertificate } from './read-certificate.ts';
export { readErasure } from './read-erasure.ts';
export { requestErasure } from './request-erasure.ts';
