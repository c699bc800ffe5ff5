import { timingSafeEqual } from 'node:crypto';
import { acceptInvitation as endpoint } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { Refusal, plainRoute, type PlainRequest, type Route } from '../../gate/index.ts';
import { lockAccount } from './account-store.ts';
import { spendOneTimeToken } from './one-time-token-store.ts';
import { openOneTimeToken } from './one-time-token.ts';
import { newAccount, openAccount } from './open-account.ts';
import type { PasswordHashing } from './password-hashing.ts';

export function acceptInvitation(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      // A password is hashed for whoever has an invitation, not for whoever asks.
      const invitation = await request.read((tx) =>
        openOneTimeToken(request, tx, 'invitation', body.invitationToken),
      );
      if (invitation === undefined) throw invalid();
      const { tokenHash, detail } = invitation;
      const { email, role } = detail;
      const form = { ...body, email, role };
      const account = await newAccount(passwords, request, form);
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        if (!(await spendOneTimeToken(tx, tokenHash, request.now))) throw invalid();
        if (!(await mayStillInvite(request, tx, detail.invitedBy))) throw invalid();
        const started = await openAccount(request, tx, form, { ...account, role });
        event.about(started.session.personId);
        return started;
      });
      return { body: session, cookies };
    },
  });
}

/** Whoever was shut out since has let nobody in: a taken account invites the next one of whoever took it. */
async function mayStillInvite({ gate }: PlainRequest, tx: Tx, personId: string): Promise<boolean> {
  const inviter = await lockAccount(tx, personId);
  const isActive = inviter?.state === 'active' && inviter.role === 'admin';
  return isActive && timingSafeEqual(gate.hashes.account({ personId, ...inviter }), inviter.mac);
}

function invalid(): Refusal {
  return new Refusal(
    'invitation_invalid',
    'This invitation was used, has expired, or was made by somebody who may not invite any more. Ask the administrator for a new one.',
  );
}
