import { readDocument as endpoint } from '@wardkeep/contract';
import type { BlobStore } from '../../blobs/index.ts';
import { phiRoute, type Route } from '../../gate/index.ts';
import { openDocument } from './open-document.ts';

export function readDocument(blobs: BlobStore): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: (scope, { params }) => openDocument(scope, blobs, params.documentId),
  });
}
