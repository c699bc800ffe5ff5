import { deleteDocument as endpoint } from '@wardkeep/contract';
import type { BlobStore } from '../../blobs/index.ts';
import { Refusal, phiRoute, type Route } from '../../gate/index.ts';
import { deleteDocumentRow } from './document-store.ts';

/** The row holds the file's only key: once it is gone the sealed bytes open no more, and they go too. */
export function deleteDocument(blobs: BlobStore): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope, { params }) => {
      const deleted = await deleteDocumentRow(scope.tx, scope.personId, params.documentId);
      if (deleted === undefined) throw new Refusal('not_found', 'There is no such document here.');
      scope.read({ type: 'DocumentReference', id: params.documentId });
      const { blobId } = deleted;
      if (blobId !== null) scope.afterCommit(() => blobs.delete(blobId));
      return null;
    },
  });
}
