import { readOwnAccount as endpoint } from '@wardkeep/contract';
import { PROFILE_NAME } from '../../db/sealed-columns.ts';
import { Refusal, ownPerson, phiRoute } from '../../gate/index.ts';
import { ACCESS_MS, describeSession } from '../sessions/index.ts';
import { pendingErasure } from '../erasure/index.ts';
import { readAccounts } from './account-store.ts';

/** Who is signed in. The page asks this first, and gets its CSRF token with it. */
export const readOwnAccount = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async (scope) => {
    const { caller } = scope;
    const [account] = await readAccounts(scope.tx, [scope.personId]);
    if (account === undefined || caller.kind !== 'person')
      throw new Refusal('not_found', 'There is no account.');
    const profile = scope.vault.open(PROFILE_NAME, account.profile);
    const expiresAt = caller.sessionExpiresAt;
    const accessEndsMs = Math.min(scope.now.getTime() + ACCESS_MS, expiresAt.getTime());
    const accessExpiresAt = new Date(accessEndsMs);
    const session = describeSession(scope, { ...caller, expiresAt, accessExpiresAt });
    return {
      session,
      displayName: profile.displayName,
      email: profile.email,
      language: profile.language ?? 'en',
      erasure: await pendingErasure(scope),
    };
  },
});
