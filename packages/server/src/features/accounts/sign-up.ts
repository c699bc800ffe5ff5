import { signUp as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { isSetUp } from '../system/index.ts';
import { newAccount, openAccount } from './open-account.ts';
import type { PasswordHashing } from './password-hashing.ts';

export function signUp(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      // Nobody's data may exist before a recovery kit does.
      if (!(await request.read(isSetUp)))
        throw new Refusal('set_up_needed', 'The administrator has not finished setting up yet.');
      const account = await newAccount(passwords, request, body.password);
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        const started = await openAccount(request, tx, body, { ...account, role: 'patient' });
        event.about(started.session.personId);
        return started;
      });
      return { body: session, cookies };
    },
  });
}
