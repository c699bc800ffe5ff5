import { acceptInvitation as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { spendOneTimeToken } from './account-store.ts';
import { newAccount, openAccount } from './open-account.ts';
import type { PasswordHashing } from './password-hashing.ts';

export function acceptInvitation(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const account = await newAccount(passwords, request, body.password);
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        const invitation = await spendOneTimeToken(
          tx,
          request.gate.hashes.oneTimeToken(body.invitationToken),
          'invitation',
          request.now,
        );
        if (invitation === undefined || invitation.role === null) {
          throw new Refusal(
            'invitation_invalid',
            'This invitation was used or has expired. Ask the administrator for a new one.',
          );
        }
        const started = await openAccount(request, tx, body, { ...account, role: invitation.role });
        event.about(started.session.personId);
        return started;
      });
      return { body: session, cookies };
    },
  });
}
