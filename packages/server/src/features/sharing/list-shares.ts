import { listShares as endpoint } from '@wardkeep/contract';
import { phiRoute, type Route } from '../../gate/index.ts';
import { describeShare } from './describe-share.ts';
import { ownGrants, revealOwn } from './made-under.ts';
import { listShareRows } from './share-store.ts';

const MOST = 200;

export function listShares(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope) => {
      const { tx, personId, now } = scope;
      const rows = await listShareRows(tx, personId, { limit: MOST, under: ownGrants(scope) });
      const shares = rows.flatMap((row) => {
        const detail = revealOwn(scope, row);
        if (detail === undefined) return [];
        return [describeShare(row, detail, { now, publicUrl: publicUrl() })];
      });
      return { shares };
    },
  });
}
