import { deactivateAccount as endpoint } from '@wardkeep/contract';
import { ownPerson, phiRoute, type Route } from '../../gate/index.ts';
import type { AccountStates } from './account-states.ts';
import { refuseUnlessSo } from './refuse-state.ts';

/** By its owner. An administrator opens it again; nothing of theirs is deleted. */
export function deactivateAccount(states: AccountStates): Route {
  return phiRoute({
    endpoint,
    opens: 'account',
    person: ownPerson,
    handle: async (scope) => {
      refuseUnlessSo(await states.deactivate(scope.tx, scope.personId));
      scope.afterCommit(() => states.publish());
      scope.setCookies({ kind: 'clear' });
      return null;
    },
  });
}
