import { readErasure as endpoint } from '@wardkeep/contract';
import { phiRoute, type Route } from '../../gate/index.ts';
import { describeErasure } from './describe-erasure.ts';
import type { ErasureParts } from './erasure-parts.ts';

export function readErasure(parts: ErasureParts): Route {
  return phiRoute({
    endpoint,
    opens: 'account',
    person: (_facts, { params }) => params.patientId,
    handle: (scope) => describeErasure(scope, parts),
  });
}
