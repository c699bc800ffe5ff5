export type { BlobStore } from './blob-store.ts';
export { directoryBlobStore, removeUnfinished } from './directory-blob-store.ts';
