import { setUp as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { isSetUp, markSetUp } from '../system/index.ts';
import { spendOneTimeToken } from './one-time-token-store.ts';
import { openOneTimeToken } from './one-time-token.ts';
import { newAccount, openAccount } from './open-account.ts';
import type { PasswordHashing } from './password-hashing.ts';

/**
 * The first administrator, and the recovery kit. The kit comes first: every epoch key is wrapped to it before the
 * first person exists, so there is no moment in which somebody's data hangs on this machine alone.
 */
export function setUp(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      if (await request.read(isSetUp))
        throw new Refusal('set_up_already_done', 'This server has its administrator. Sign in.');
      // A password is hashed for whoever has the link, not for whoever asks.
      const token = await request.read((tx) =>
        openOneTimeToken(request, tx, 'set-up', body.setUpToken),
      );
      if (token === undefined) throw oldLink();
      const { role } = token.detail;
      const account = await newAccount(passwords, request, { ...body, role });
      const { started, kit } = await request.commit(async (tx, _caller, event) => {
        if (!(await spendOneTimeToken(tx, token.tokenHash, request.now))) throw oldLink();
        if (!(await markSetUp(tx, request.now))) throw oldLink();
        const kit = request.makeRecoveryKit();
        const started = await openAccount(request, tx, body, { ...account, role });
        event.about(started.session.personId);
        return { started, kit };
      });
      return { body: { session: started.session, recoveryKit: kit }, cookies: started.cookies };
    },
  });
}

function oldLink(): Refusal {
  return new Refusal(
    'invitation_invalid',
    'This set-up link does not work any more. The terminal shows the newest one.',
  );
}
