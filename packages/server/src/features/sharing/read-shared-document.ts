import { readSharedDocument as endpoint } from '@wardkeep/contract';
import type { BlobStore } from '../../blobs/index.ts';
import { Refusal, phiRoute, type Route } from '../../gate/index.ts';
import { openDocument } from '../documents/index.ts';
import { coveredBy } from './covered-by.ts';
import { sharedOwner } from './shared-owner.ts';

export function readSharedDocument(blobs: BlobStore): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: sharedOwner,
    handle: async (scope, { params }) => {
      const { recordIds, shown } = await coveredBy(scope);
      if (!recordIds.includes(params.documentId) || !shown.mayRead('DocumentReference'))
        throw new Refusal('not_found', 'There is no such document here.');
      return openDocument(scope, blobs, params.documentId);
    },
  });
}
