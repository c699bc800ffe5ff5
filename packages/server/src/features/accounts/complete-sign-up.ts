import { PersonId, completeSignUp as endpoint } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { Refusal, plainRoute, type PlainRequest, type Route } from '../../gate/index.ts';
import { linkInvalid } from './link-invalid.ts';
import { spendOneTimeToken, voidOneTimeTokens } from './one-time-token-store.ts';
import { openOneTimeToken } from './one-time-token.ts';
import { openAccount } from './open-account.ts';
import { guessPassword } from './password-guess.ts';
import type { PasswordHashing } from './password-hashing.ts';

/** Whoever has both the mailbox and the password that was chosen: somebody else may have asked for this address. */
export function completeSignUp(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const guessed = await guessPassword(passwords, request, {
        password: body.password,
        target: body.token,
        find: (tx) => readLink(request, tx, body.token),
      });
      const { account: detail, matches } = guessed;
      if (detail === undefined || !matches) throw wrong();
      const personId = PersonId.parse(detail.personId);
      const account = { ...detail, personId, role: 'patient', whenTaken: linkInvalid() } as const;
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        if (!(await spendOneTimeToken(tx, detail.tokenHash, request.now))) throw linkInvalid();
        await guessed.forgetGuesses(tx);
        const started = await openAccount(request, tx, detail, account);
        // It holds who they are under the deployment’s key, which no erasure destroys.
        await voidOneTimeTokens(tx, personId, ['sign-up']);
        event.about(personId);
        return started;
      });
      return { body: session, cookies };
    },
  });
}

async function readLink(request: PlainRequest, tx: Tx, text: string) {
  const token = await openOneTimeToken(request, tx, 'sign-up', text);
  if (token === undefined) throw linkInvalid();
  return { ...token.detail, tokenHash: token.tokenHash };
}

function wrong(): Refusal {
  return new Refusal(
    'wrong_credentials',
    'This is not the password that the account was asked for with. If that was not you, close this page: there is no account.',
    { errors: [{ path: 'password', message: 'is not the one that was chosen' }] },
  );
}
