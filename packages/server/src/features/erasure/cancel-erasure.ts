import { cancelErasure as endpoint } from '@wardkeep/contract';
import { phiRoute, type Route } from '../../gate/index.ts';
import { describeErasure } from './describe-erasure.ts';
import type { ErasureParts } from './erasure-parts.ts';
import { refuseUnlessDone } from './refuse-step.ts';

export function cancelErasure(parts: ErasureParts): Route {
  return phiRoute({
    endpoint,
    opens: 'account',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope) => {
      refuseUnlessDone(await parts.cancel(scope.tx, scope.personId));
      return describeErasure(scope, parts);
    },
  });
}
