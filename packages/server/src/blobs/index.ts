export { BlobError, type BlobStore } from './blob-store.ts';
export { directoryBlobStore } from './directory-blob-store.ts';
