import { revokeShare as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute } from '../../gate/index.ts';
import { revokeShareRow } from './share-store.ts';

export const revokeShare = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params }) => {
    const revoked = await revokeShareRow(scope.tx, scope.personId, params.shareId, scope.now);
    if (!revoked) throw new Refusal('not_found', 'There is no such share here.');
    scope.read({ type: 'Share', id: params.shareId });
    return null;
  },
});
