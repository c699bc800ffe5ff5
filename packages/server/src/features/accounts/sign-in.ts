import { signIn as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { startSession } from '../sessions/index.ts';
import { findForSignIn } from './account-store.ts';
import type { PasswordHashing } from './password-hashing.ts';

export function signIn(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const emailIndex = request.gate.hashes.email(body.email);
      const account = await request.read((tx) => findForSignIn(tx, emailIndex));
      const matches = await passwords.verify(request.gate.hashes, body.password, account);
      if (account === undefined || !matches || !account.isActive) throw wrong(account?.personId);
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        // The account may have been suspended while bcrypt ran.
        const current = await findForSignIn(tx, emailIndex);
        if (current?.isActive !== true || current.passwordHash !== account.passwordHash)
          throw wrong(account.personId);
        event.about(account.personId);
        return startSession(request, tx, current);
      });
      return { body: session, cookies };
    },
  });
}

/** One answer for an unknown address, a wrong password and a suspended account. */
function wrong(about: string | undefined): Refusal {
  return new Refusal(
    'wrong_credentials',
    'E-mail address or password is wrong.',
    about === undefined ? {} : { about },
  );
}
