import { signOut as endpoint } from '@wardkeep/contract';
import { plainRoute } from '../../gate/index.ts';
import { shownRefreshToken } from './refresh-token.ts';
import { endSession, isRefreshToken } from './session-store.ts';

/**
 * Ends the session at once, on every server: its state is read with every request. A page that was away for longer than
 * its access token lived shows who it is by the refresh token alone.
 */
export const signOut = plainRoute({
  endpoint,
  handle: async (request) => {
    await request.commit(async (tx, caller, event) => {
      if (caller.kind === 'person') {
        await endSession(tx, caller, 'signed-out', request.now);
        return;
      }
      const shown = await shownRefreshToken(request, tx);
      if (shown === undefined || !(await isRefreshToken(tx, shown.tokenHash))) return;
      event.about(shown.personId);
      await endSession(tx, shown, 'signed-out', request.now);
    });
    return { body: null, cookies: { kind: 'clear' } };
  },
});
