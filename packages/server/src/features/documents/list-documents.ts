import { MediaType, listDocuments as endpoint, type Document } from '@wardkeep/contract';
import { documentName } from '../../db/sealed-columns.ts';
import { phiRoute, type ChartScope } from '../../gate/index.ts';
import { listStored, type StoredDocument } from './document-store.ts';

/** What a document is in the terms of a consent, and in the audit log. */
const DOCUMENT = 'DocumentReference';

export const listDocuments = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope) => {
    if (!scope.view.mayRead(DOCUMENT)) return { documents: [] };
    const rows = await listStored(scope.tx, scope.personId);
    return { documents: rows.map((row) => describeDocument(scope, row)) };
  },
});

export function describeDocument(scope: ChartScope, row: StoredDocument): Document {
  const { documentId } = row;
  const detail = scope.reveal(DOCUMENT, documentName(documentId, 'stored'), row.sealed);
  scope.read({ type: DOCUMENT, id: documentId });
  return {
    documentId,
    title: detail.title,
    fileName: detail.fileName,
    mediaType: MediaType.parse(detail.mediaType),
    sizeBytes: detail.sizeBytes ?? 0,
    createdAt: row.createdAt.toISOString(),
  };
}
