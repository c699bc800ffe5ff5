import { revokeShare as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute } from '../../gate/index.ts';
import { revealOwn } from './made-under.ts';
import { readShareSealed, revokeShareRow } from './share-store.ts';

export const revokeShare = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params }) => {
    const { shareId } = params;
    const sealed = await readShareSealed(scope.tx, scope.personId, shareId);
    if (sealed === undefined || revealOwn(scope, { shareId, sealed }) === undefined)
      throw new Refusal('not_found', 'There is no such share here.');
    await revokeShareRow(scope.tx, scope.personId, shareId, scope.now);
    scope.read({ type: 'Share', id: shareId });
    return null;
  },
});
