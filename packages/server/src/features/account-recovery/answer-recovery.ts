import {
  approveAccountRecovery as approveEndpoint,
  refuseAccountRecovery as refuseEndpoint,
} from '@wardkeep/contract';
import { Refusal, phiRoute, type AccountScope } from '../../gate/index.ts';
import { approveRecovery } from './approve-recovery.ts';
import { endRecovery } from './end-recovery.ts';
import { readOpenRecovery } from './open-recovery.ts';

/** By an administrator who made sure, by other means, that it is them. Approving again changes nothing. */
export const approveAccountRecovery = phiRoute({
  endpoint: approveEndpoint,
  opens: 'account',
  person: (_facts, { params }) => params.personId,
  handle: async (scope) => {
    const approvedBy = somebodyElse(scope);
    const recovery = await readOpenRecovery(scope);
    if (recovery === undefined) throw nothingWaits();
    await approveRecovery(scope, scope.tx, { recovery, approvedBy });
    return null;
  },
});

/** Also what was approved already, until it was used. */
export const refuseAccountRecovery = phiRoute({
  endpoint: refuseEndpoint,
  opens: 'account',
  person: (_facts, { params }) => params.personId,
  handle: async (scope) => {
    somebodyElse(scope);
    if (!(await endRecovery(scope, scope.tx, scope.personId))) throw nothingWaits();
    return null;
  },
});

/** @returns who answers. @throws {@link Refusal} `forbidden` when it is about themselves. */
function somebodyElse({ caller, personId }: AccountScope): string {
  if (caller.kind === 'person' && caller.personId !== personId) return caller.personId;
  throw new Refusal('forbidden', 'Another administrator answers this one: it is your own account.');
}

function nothingWaits(): Refusal {
  return new Refusal(
    'not_found',
    'There is no open request of this person. It was cancelled, answered, used or has lapsed.',
  );
}
