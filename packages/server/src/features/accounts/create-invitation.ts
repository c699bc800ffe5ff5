import { createInvitation as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { findAccount } from './account-store.ts';
import { issueOneTimeToken } from './one-time-token.ts';

const INVITATION_MS = 24 * 60 * 60_000;

/** The link goes to the address, where e-mail is set up; and to the administrator, who may show it. */
export function createInvitation(publicUrl: () => string): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const { role, email } = body;
      const { gate, now, client } = request;
      const expiresAt = new Date(now.getTime() + INVITATION_MS);
      const link = await request.commit(async (tx, caller) => {
        if (caller.kind !== 'person') throw new Refusal('not_signed_in', 'Sign in first.');
        if ((await findAccount(tx, gate.hashes.email(email))) !== undefined) throw emailTaken();
        const detail = { role, email, invitedBy: caller.personId };
        const token = await issueOneTimeToken(request, tx, {
          purpose: 'invitation',
          expiresAt,
          detail,
        });
        const link = `${publicUrl()}/invitation#${token}`;
        await gate.mail.queue(tx, {
          to: { address: email, language: client.language },
          template: 'invitation',
          values: { link, role },
        });
        return link;
      });
      const isSent = gate.mail.isOn;
      return { body: { link, role, isSent, expiresAt: expiresAt.toISOString() } };
    },
  });
}

/** An administrator sees every account anyway. */
function emailTaken(): Refusal {
  return new Refusal(
    'email_unavailable',
    'This e-mail address has an account already. Look for it in the list of accounts.',
    { errors: [{ path: 'email', message: 'has an account already' }] },
  );
}
