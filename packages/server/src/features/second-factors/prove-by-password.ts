import { proveByPassword as endpoint } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import {
  Refusal,
  plainRoute,
  type Caller,
  type PlainRequest,
  type Route,
} from '../../gate/index.ts';
import { ownSession, provenBy, startSession } from '../sessions/index.ts';
import { lockTrustedAccount } from './trusted-account.ts';

/** Slow, and outside any transaction; counts wrong guesses itself. */
export type IsOwnPassword = (
  request: PlainRequest,
  account: { readonly personId: string; readonly password: string },
) => Promise<boolean>;

/** A step-up for accounts that have nothing better. */
export function proveByPassword(isOwnPassword: IsOwnPassword): Route {
  return plainRoute({
    endpoint,
    ownAccount: true,
    handle: async (request, { body }) => {
      const { personId } = await request.read((tx, caller) =>
        withoutSecondFactor(request, tx, caller),
      );
      const matches = await isOwnPassword(request, { personId, password: body.password });
      if (!matches) throw wrong();
      const { session, cookies } = await request.commit(async (tx, caller) => {
        const own = await withoutSecondFactor(request, tx, caller);
        const vault = await request.unlockAccount(tx, personId);
        if (vault === undefined) throw wrong();
        const { role } = own;
        const proved = { vault, role, secondFactor: 'none', ...provenBy(own, 'password') } as const;
        return startSession(request, tx, proved);
      });
      return { body: session, cookies };
    },
  });
}

async function withoutSecondFactor({ gate }: PlainRequest, tx: Tx, caller: Caller) {
  const own = ownSession({ caller });
  const { secondFactor } = await lockTrustedAccount(gate, tx, own.personId);
  if (secondFactor === 'none') return own;
  throw new Refusal(
    'forbidden',
    'This account has a second factor: confirm with it. The password alone is not enough.',
  );
}

function wrong(): Refusal {
  return new Refusal('wrong_credentials', 'The password is wrong.', {
    errors: [{ path: 'password', message: 'is not the password of this account' }],
  });
}
