import { changePassword as endpoint } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { Refusal, plainRoute, type PlainRequest, type Route } from '../../gate/index.ts';
import {
  asProven,
  endSessionsOf,
  ownSession,
  startSession,
  type SignedIn,
  type StartedSession,
} from '../sessions/index.ts';
import { lockAccount, writePasswordHash } from './account-store.ts';
import { choosePassword } from './choose-password.ts';
import { voidOneTimeTokens } from './one-time-token-store.ts';
import type { PasswordHashing } from './password-hashing.ts';
import { readPasswordOwner } from './password-owner.ts';

/** The gate has asked for a fresh proof, so the old password is not asked for again. */
export function changePassword(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    ownAccount: true,
    handle: async (request, { body }) => {
      const owner = await request.read((tx, caller) =>
        readPasswordOwner(request, tx, ownSession({ caller }).personId),
      );
      if (owner === undefined) throw gone();
      const passwordHash = await choosePassword(passwords, request.gate, owner, body.password);
      const { session, cookies } = await request.commit((tx, caller) =>
        replacePassword(request, tx, ownSession({ caller }), passwordHash),
      );
      return { body: session, cookies };
    },
  });
}

async function replacePassword(
  request: PlainRequest,
  tx: Tx,
  own: SignedIn,
  passwordHash: string,
): Promise<StartedSession> {
  const { gate, now } = request;
  const { personId, sessionId, role } = own;
  const account = await lockAccount(tx, personId);
  const vault = await request.unlockAccount(tx, personId);
  if (account === undefined || vault === undefined) throw gone();
  await writePasswordHash(tx, { personId, passwordHash, now });
  // Also a change of address that somebody else may have begun.
  await voidOneTimeTokens(tx, personId, ['password-reset', 'email-change']);
  await endSessionsOf(tx, { personId, except: sessionId, reason: 'password-changed', now });
  await gate.mail.queue(tx, { to: { personId }, template: 'password-changed', values: {} });
  const { secondFactor } = account;
  return startSession(request, tx, { vault, role, secondFactor, ...asProven(own) });
}

function gone(): Refusal {
  return new Refusal('not_found', 'There is no account.');
}
