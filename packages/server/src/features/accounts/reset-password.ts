import { resetPassword as endpoint } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { plainRoute, type PlainRequest, type Route } from '../../gate/index.ts';
import { endSessionsOf } from '../sessions/index.ts';
import { lockAccount, writePasswordHash } from './account-store.ts';
import { choosePassword, type PasswordOwner } from './choose-password.ts';
import { linkInvalid } from './link-invalid.ts';
import { spendOneTimeToken, voidOneTimeTokens } from './one-time-token-store.ts';
import { openOneTimeToken } from './one-time-token.ts';
import type { PasswordHashing } from './password-hashing.ts';
import { readPasswordOwner } from './password-owner.ts';

/**
 * Signs nobody in and touches no second factor: the next sign-in asks for it as ever. A password that the policy refuses
 * does not use the link up.
 */
export function resetPassword(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const { gate, now } = request;
      const { tokenHash, owner } = await request.read((tx) => readLink(request, tx, body.token));
      const { personId } = owner;
      const passwordHash = await choosePassword(passwords, gate, owner, body.password);
      await request.commit(async (tx, _caller, event) => {
        // First, so that two links of one person do not wait for each other.
        const account = await lockAccount(tx, personId);
        const isSpent = await spendOneTimeToken(tx, tokenHash, now);
        if (!isSpent || account?.state !== 'active') throw linkInvalid();
        event.about(personId);
        await writePasswordHash(tx, { personId, passwordHash, now });
        await voidOneTimeTokens(tx, personId, ['password-reset', 'email-change']);
        await endSessionsOf(tx, { personId, reason: 'password-changed', now });
        await gate.mail.queue(tx, { to: { personId }, template: 'password-changed', values: {} });
      });
      return { body: null, cookies: { kind: 'clear' } };
    },
  });
}

async function readLink(
  request: PlainRequest,
  tx: Tx,
  text: string,
): Promise<{ readonly tokenHash: Buffer; readonly owner: PasswordOwner }> {
  const token = await openOneTimeToken(request, tx, 'password-reset', text);
  const personId = token?.detail.personId ?? null;
  const owner = personId === null ? undefined : await readPasswordOwner(request, tx, personId);
  if (token === undefined || owner === undefined) throw linkInvalid();
  return { tokenHash: token.tokenHash, owner };
}
