export { useDocuments } from './document-query.ts';
export { DocumentsPage } from './documents-page.tsx';
