import { requestErasure as endpoint } from '@wardkeep/contract';
import { phiRoute, type Route } from '../../gate/index.ts';
import { describeErasure } from './describe-erasure.ts';
import type { ErasureParts } from './erasure-parts.ts';
import { refuseUnlessDone } from './refuse-step.ts';

/** The first step: from here on time runs, and nothing else happens. */
export function requestErasure(parts: ErasureParts): Route {
  return phiRoute({
    endpoint,
    opens: 'account',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope) => {
      refuseUnlessDone(await parts.request(scope.tx, scope.personId));
      return describeErasure(scope, parts);
    },
  });
}
