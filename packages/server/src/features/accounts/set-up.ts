import { setUp as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { isSetUp, markSetUp } from '../system/index.ts';
import { spendOneTimeToken } from './account-store.ts';
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
      const account = await newAccount(passwords, request, body.password);
      const { started, kit } = await request.commit(async (tx, _caller, event) => {
        const token = await spendOneTimeToken(
          tx,
          request.gate.hashes.oneTimeToken(body.setUpToken),
          'set-up',
          request.now,
        );
        if (token === undefined || !(await markSetUp(tx, request.now))) {
          throw new Refusal(
            'invitation_invalid',
            'This set-up link does not work any more. The terminal shows the newest one.',
          );
        }
        const kit = request.makeRecoveryKit();
        const started = await openAccount(request, tx, body, { ...account, role: 'admin' });
        event.about(started.session.personId);
        return { started, kit };
      });
      return { body: { session: started.session, recoveryKit: kit }, cookies: started.cookies };
    },
  });
}
