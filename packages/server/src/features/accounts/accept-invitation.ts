import { acceptInvitation as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { isOpenOneTimeToken, spendOneTimeToken } from './account-store.ts';
import { readOneTimeToken } from './one-time-token.ts';
import { newAccount, openAccount } from './open-account.ts';
import type { PasswordHashing } from './password-hashing.ts';

export function acceptInvitation(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const invitation = readOneTimeToken(body.invitationToken);
      if (invitation === undefined || invitation.expiresAt <= request.now) throw invalid();
      const { role } = invitation;
      const tokenHash = request.gate.hashes.oneTimeToken('invitation', invitation.text);
      // A password is hashed for whoever has an invitation, not for whoever asks.
      if (!(await request.read((tx) => isOpenOneTimeToken(tx, tokenHash)))) throw invalid();
      const account = await newAccount(passwords, request, body.password);
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        if (!(await spendOneTimeToken(tx, tokenHash, request.now))) throw invalid();
        const started = await openAccount(request, tx, body, { ...account, role });
        event.about(started.session.personId);
        return started;
      });
      return { body: session, cookies };
    },
  });
}

function invalid(): Refusal {
  return new Refusal(
    'invitation_invalid',
    'This invitation was used or has expired. Ask the administrator for a new one.',
  );
}
