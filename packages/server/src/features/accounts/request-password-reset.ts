import { randomUUID } from 'node:crypto';
import { requestPasswordReset as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { findAccount } from './account-store.ts';
import { issueOneTimeToken } from './one-time-token.ts';

/** ASVS 6.4.3. */
const RESET_MS = 10 * 60_000;

/**
 * The same work and the same answer whether the address is known or not: one link, one e-mail in the outbox. The one to
 * nobody is dropped when its turn to be sent comes, because nobody has its random id. To the address in the sealed profile,
 * never to the one that was typed: whoever can write to the database could make that one find another account.
 */
export function requestPasswordReset(publicUrl: () => string): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const { gate, now } = request;
      if (!gate.mail.isOn) throw noMail();
      await request.commit(async (tx) => {
        const account = await findAccount(tx, gate.hashes.email(body.email));
        const personId = account?.state === 'active' ? account.personId : null;
        const token = await issueOneTimeToken(request, tx, {
          purpose: 'password-reset',
          expiresAt: new Date(now.getTime() + RESET_MS),
          personId,
          detail: { personId },
        });
        await gate.mail.queue(tx, {
          to: { personId: personId ?? randomUUID() },
          template: 'password-reset',
          values: { link: `${publicUrl()}/reset#${token}` },
        });
      });
      return { body: null };
    },
  });
}

/** Said to everybody alike. */
function noMail(): Refusal {
  return new Refusal(
    'not_supported',
    'This server sends no e-mail, so a lost password can’t be replaced. Sign in with a passkey, and choose another password under Account, Security.',
  );
}
