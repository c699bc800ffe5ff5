export { collectOrphans, type Collected } from './collect-orphans.ts';
export { erasePerson, type ErasureResult } from './erase-person.ts';
export { ErasureError, type ErasureErrorCode } from './erasure-error.ts';
export type { ErasureOptions, ErasureParts } from './erasure-parts.ts';
export {
  cancelErasure,
  confirmErasure,
  listErasures,
  orderErasure,
  requestErasure,
} from './erasure-requests.ts';
export { lockAdministrators, readUnfinishedErasures, type ErasureRow } from './erasure-store.ts';
export { placeHold, releaseHold } from './legal-hold.ts';
export { planErasure, type ErasurePlan } from './plan-erasure.ts';
export {
  enforceRestrictions,
  replayRestrictions,
  type ReplayResult,
} from './replay-restrictions.ts';
export { checkGivenList, publishRestrictions } from './restriction-list.ts';
export { changeAccount, resumePerson, suspendPerson } from './suspend-person.ts';
