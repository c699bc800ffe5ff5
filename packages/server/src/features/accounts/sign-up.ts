import { signUp as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { isSetUp } from '../system/index.ts';
import { openAccount } from './open-account.ts';
import type { PasswordHashing } from './password-hashing.ts';

export function signUp(passwords: PasswordHashing): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      // Nobody's data may exist before a recovery kit does.
      if (!(await request.read(isSetUp)))
        throw new Refusal('set_up_needed', 'The administrator has not finished setting up yet.');
      const passwordHash = await passwords.hash(request.gate.hashes, body.password);
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        const started = await openAccount(request, tx, body, { role: 'patient', passwordHash });
        event.about(started.session.personId);
        return started;
      });
      return { body: session, cookies };
    },
  });
}
