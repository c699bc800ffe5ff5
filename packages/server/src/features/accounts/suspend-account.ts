import { resumeAccount as resumeEndpoint, suspendAccount as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute, type Route } from '../../gate/index.ts';
import type { AccountStates } from './account-states.ts';
import { refuseUnlessSo } from './refuse-state.ts';

/** By an administrator: every session of theirs is dead at its next request, on every server. */
export function suspendAccount(states: AccountStates): Route {
  return phiRoute({
    endpoint,
    opens: 'account',
    person: (_facts, { params }) => params.personId,
    handle: async (scope) => {
      const { tx, caller, personId } = scope;
      if (caller.kind === 'person' && caller.personId === personId)
        throw new Refusal(
          'forbidden',
          'You can’t suspend yourself. Deactivate your account under Account, Security.',
        );
      refuseUnlessSo(await states.suspend(tx, personId));
      scope.afterCommit(() => states.publish());
      return null;
    },
  });
}

export function resumeAccount(states: AccountStates): Route {
  return phiRoute({
    endpoint: resumeEndpoint,
    opens: 'account',
    person: (_facts, { params }) => params.personId,
    handle: async (scope) => {
      refuseUnlessSo(await states.resume(scope.tx, scope.personId));
      scope.afterCommit(() => states.publish());
      return null;
    },
  });
}
