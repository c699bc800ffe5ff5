import { setUp as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { isSetUp, markSetUp } from '../system/index.ts';
import { isOpenOneTimeToken, spendOneTimeToken } from './account-store.ts';
import { readOneTimeToken } from './one-time-token.ts';
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
      const token = readOneTimeToken(body.setUpToken);
      if (token === undefined || token.expiresAt <= request.now) throw oldLink();
      const tokenHash = request.gate.hashes.oneTimeToken('set-up', token.text);
      if (!(await request.read((tx) => isOpenOneTimeToken(tx, tokenHash)))) throw oldLink();
      const account = await newAccount(passwords, request, body.password);
      const { started, kit } = await request.commit(async (tx, _caller, event) => {
        if (!(await spendOneTimeToken(tx, tokenHash, request.now))) throw oldLink();
        if (!(await markSetUp(tx, request.now))) throw oldLink();
        const kit = request.makeRecoveryKit();
        const started = await openAccount(request, tx, body, { ...account, role: 'admin' });
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
