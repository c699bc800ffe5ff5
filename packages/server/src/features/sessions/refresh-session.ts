import { refreshSession as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute } from '../../gate/index.ts';
import { endSession, readLiveSession, spendRefreshToken } from './session-store.ts';
import { issueTokens, refreshTokenHash } from './start-session.ts';

/**
 * Trades a refresh token for a new pair (RFC 9700 §4.14.2). A token that comes a second time was copied: the whole
 * session ends, for whoever copied it and for whoever it was copied from.
 */
export const refreshSession = plainRoute({
  endpoint,
  handle: async (request) => {
    const { refreshToken } = request;
    if (refreshToken === undefined || !/^[A-Za-z0-9_-]{43}$/.test(refreshToken))
      throw notSignedIn();
    const started = await request.commit(async (tx, _caller, event) => {
      const spent = await spendRefreshToken(tx, refreshTokenHash(refreshToken), request.now);
      if (spent === undefined) throw notSignedIn();
      const live = await readLiveSession(tx, spent.sessionId, request.now);
      if (live === undefined) throw notSignedIn();
      event.about(live.personId);
      if (spent.first) return issueTokens(request, tx, { ...live, sessionId: spent.sessionId });
      // Returned, not thrown: ending the session must commit.
      await endSession(tx, spent.sessionId, 'refresh-token-reused', request.now);
      return undefined;
    });
    if (started === undefined) throw notSignedIn();
    return { body: started.session, cookies: started.cookies };
  },
});

function notSignedIn(): Refusal {
  return new Refusal('not_signed_in', 'The session has ended. Sign in again.');
}
