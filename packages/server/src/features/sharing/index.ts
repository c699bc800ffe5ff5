export { createShare } from './create-share.ts';
export { listShares } from './list-shares.ts';
export { openShare } from './open-share.ts';
export { readSharedDocument } from './read-shared-document.ts';
export { revokeShare } from './revoke-share.ts';
export { revokeSharesUnder } from './share-store.ts';
