import {
  endOtherSessions as endOthersEndpoint,
  endSession as endEndpoint,
} from '@wardkeep/contract';
import { Refusal, ownPerson, phiRoute } from '../../gate/index.ts';
import { endSession, endSessionsOf } from './session-store.ts';

/** One of the own sessions. Ending the one that asks is a sign-out. */
export const endOwnSession = phiRoute({
  endpoint: endEndpoint,
  opens: 'account',
  person: ownPerson,
  handle: async (scope, { params }) => {
    const { tx, personId, caller, now } = scope;
    const { sessionId } = params;
    const hasEnded = await endSession(tx, { personId, sessionId }, 'ended-by-owner', now);
    if (!hasEnded)
      throw new Refusal('not_found', 'There is no such session, or it has ended already.');
    scope.read({ type: 'Session', id: sessionId });
    if (caller.kind === 'person' && caller.sessionId === sessionId)
      scope.setCookies({ kind: 'clear' });
    return null;
  },
});

/** Every own session but the one that asks. */
export const endOtherSessions = phiRoute({
  endpoint: endOthersEndpoint,
  opens: 'account',
  person: ownPerson,
  handle: async ({ tx, personId, caller, now }) => {
    if (caller.kind !== 'person') return { ended: 0 };
    const except = caller.sessionId;
    return { ended: await endSessionsOf(tx, { personId, except, reason: 'ended-by-owner', now }) };
  },
});
