import { listShares as endpoint } from '@wardkeep/contract';
import { phiRoute, type Route } from '../../gate/index.ts';
import { describeShare } from './describe-share.ts';
import { listShareRows } from './share-store.ts';

const MOST = 200;

export function listShares(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope) => {
      const rows = await listShareRows(scope.tx, scope.personId, MOST);
      return { shares: rows.map((row) => describeShare(scope, row, publicUrl())) };
    },
  });
}
