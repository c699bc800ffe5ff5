import { randomUUID } from 'node:crypto';
import { createDocument as endpoint } from '@wardkeep/contract';
import { documentName } from '../../db/sealed-columns.ts';
import { phiRoute } from '../../gate/index.ts';
import { insertPending } from './document-store.ts';

export const createDocument = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { body }) => {
    const documentId = randomUUID();
    const sealed = scope.vault.seal(documentName(documentId, 'pending'), {
      ...body,
      mediaType: null,
      sizeBytes: null,
    });
    await insertPending(scope.tx, scope.personId, { documentId, sealed, createdAt: scope.now });
    scope.wrote({ type: 'DocumentReference', id: documentId }, sealed);
    return { documentId };
  },
});
