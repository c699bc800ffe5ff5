import { refreshSession as endpoint } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { Refusal, plainRoute, type PlainRequest } from '../../gate/index.ts';
import { shownRefreshToken, type ShownRefreshToken } from './refresh-token.ts';
import { endSession, spendRefreshToken } from './session-store.ts';
import { issueTokens } from './start-session.ts';

/**
 * Trades a refresh token for a new pair (RFC 9700 §4.14.2). A token that comes a second time was copied: the whole
 * session ends, for whoever copied it and for whoever it was copied from, and its owner is told.
 */
export const refreshSession = plainRoute({
  endpoint,
  handle: async (request) => {
    const refreshed = await request.commit(async (tx, _caller, event) => {
      const shown = await shownRefreshToken(request, tx);
      if (shown === undefined) throw notSignedIn();
      const spent = await spendRefreshToken(tx, shown.tokenHash, request.now);
      if (spent === 'unknown') throw notSignedIn();
      const { personId } = shown;
      event.about(personId);
      const caller = await request.identify(tx, shown);
      if (caller.kind !== 'person') throw notSignedIn(personId);
      if (spent === 'first')
        return issueTokens(request, tx, { ...caller, expiresAt: caller.sessionExpiresAt });
      event.refused('refresh-token-reused');
      await endReused(request, tx, shown);
      // Returned, not thrown: ending the session must commit.
      return { refused: notSignedIn(personId) };
    });
    if ('refused' in refreshed) throw refreshed.refused;
    return { body: refreshed.session, cookies: refreshed.cookies };
  },
});

async function endReused(
  { gate, now }: PlainRequest,
  tx: Tx,
  shown: ShownRefreshToken,
): Promise<void> {
  const hasEnded = await endSession(tx, shown, 'refresh-token-reused', now);
  // Whoever else showed it at the same time has ended the session, and told.
  if (!hasEnded) return;
  const to = { personId: shown.personId };
  await gate.mail.queue(tx, { to, template: 'session-reused', values: { at: now.toISOString() } });
}

function notSignedIn(about?: string): Refusal {
  return new Refusal(
    'not_signed_in',
    'The session has ended. Sign in again.',
    about === undefined ? {} : { about },
  );
}
