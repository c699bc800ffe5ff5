import { refreshSession as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute } from '../../gate/index.ts';
import { endSession, readLiveSession, spendRefreshToken } from './session-store.ts';
import { issueTokens } from './start-session.ts';

/**
 * Trades a refresh token for a new pair (RFC 9700 §4.14.2). A token that comes a second time was copied: the whole
 * session ends, for whoever copied it and for whoever it was copied from.
 */
export const refreshSession = plainRoute({
  endpoint,
  handle: async (request) => {
    const [, sessionId, secret] = TOKEN.exec(request.refreshToken ?? '') ?? [];
    if (sessionId === undefined || secret === undefined) throw notSignedIn();
    const started = await request.commit(async (tx, _caller, event) => {
      const live = await readLiveSession(tx, sessionId, request.now);
      if (live === undefined) throw notSignedIn();
      const { personId, expiresAt } = live;
      const tokenHash = request.gate.hashes.refreshToken({
        sessionId,
        personId,
        expiresAt,
        secret,
      });
      const spent = await spendRefreshToken(tx, tokenHash, request.now);
      if (spent === 'unknown') throw notSignedIn();
      event.about(personId);
      if (spent === 'first') return issueTokens(request, tx, { ...live, sessionId });
      // Returned, not thrown: ending the session must commit.
      await endSession(tx, sessionId, 'refresh-token-reused', request.now);
      return undefined;
    });
    if (started === undefined) throw notSignedIn();
    return { body: started.session, cookies: started.cookies };
  },
});

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

function notSignedIn(): Refusal {
  return new Refusal('not_signed_in', 'The session has ended. Sign in again.');
}
