import { signOut as endpoint } from '@wardkeep/contract';
import { plainRoute } from '../../gate/index.ts';
import { endSession } from './session-store.ts';

/** Ends the session at once, on every server: its state is read with every request. */
export const signOut = plainRoute({
  endpoint,
  handle: async (request) => {
    await request.commit(async (tx, caller) => {
      if (caller.kind === 'person')
        await endSession(tx, caller.sessionId, 'signed-out', request.now);
    });
    return { body: null, cookies: { kind: 'clear' } };
  },
});
