export { createDocument } from './create-document.ts';
export { deleteDocument } from './delete-document.ts';
export { listStored } from './document-store.ts';
export { keepDocument } from './keep-document.ts';
export { describeDocument, listDocuments } from './list-documents.ts';
export { openDocument } from './open-document.ts';
export { readDocument } from './read-document.ts';
export { uploadDocument } from './upload-document.ts';
