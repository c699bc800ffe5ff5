import { readSession as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute } from '../../gate/index.ts';
import { readProofs } from './proof-store.ts';
import { describeSession } from './start-session.ts';

/** Whether one is signed in, and what would complete it. Opens nothing; its state may be a second old. */
export const readSession = plainRoute({
  endpoint,
  unaudited: true,
  handle: async (request) => {
    const body = await request.readRecent(async (tx, caller) => {
      const { credential } = request;
      if (caller.kind !== 'person' || credential.kind !== 'session')
        throw new Refusal('not_signed_in', 'Sign in first.');
      const { sessionExpiresAt: expiresAt } = caller;
      const accessExpiresAt = credential.accessExpiresAt ?? expiresAt;
      const session = describeSession(request, { ...caller, expiresAt, accessExpiresAt });
      return { ...session, proofs: [...(await readProofs(tx, caller.personId))] };
    });
    return { body };
  },
});
