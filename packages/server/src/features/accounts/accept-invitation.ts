import { acceptInvitation as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { spendOneTimeToken } from './account-store.ts';
import { oneTimeTokenHash } from './one-time-token.ts';
import { openAccount } from './open-account.ts';
import type { PasswordHashing } from './password-hashing.ts';

export function acceptInvitation(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const passwordHash = await passwords.hash(request.gate.hashes, body.password);
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        const invitation = await spendOneTimeToken(
          tx,
          oneTimeTokenHash(body.invitationToken),
          'invitation',
          request.now,
        );
        if (invitation === undefined || invitation.role === null) {
          throw new Refusal(
            'invitation_invalid',
            'This invitation was used or has expired. Ask the administrator for a new one.',
          );
        }
        const started = await openAccount(request, tx, body, {
          role: invitation.role,
          passwordHash,
        });
        event.about(started.session.personId);
        return started;
      });
      return { body: session, cookies };
    },
  });
}
