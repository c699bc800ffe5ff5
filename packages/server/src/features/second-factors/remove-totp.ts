import { removeTotp as endpoint } from '@wardkeep/contract';
import { Refusal, ownPerson, phiRoute } from '../../gate/index.ts';
import { countFactors, factorsChanged } from './change-factors.ts';
import { secondFactorAfterRemoval } from './factor-limit.ts';
import { deleteRecoveryCodes, deleteTotp } from './factor-store.ts';
import { lockTrustedAccount } from './trusted-account.ts';

export const removeTotp = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async (scope) => {
    const { tx, personId, gate } = scope;
    const { role } = await lockTrustedAccount(gate, tx, personId);
    if (!(await deleteTotp(tx, personId)))
      throw new Refusal('not_found', 'There is no authenticator app on this account.');
    const factorsLeft = await countFactors(tx, personId);
    const secondFactor = secondFactorAfterRemoval({ role, factorsLeft });
    if (secondFactor === 'none') await deleteRecoveryCodes(tx, personId);
    const change = { secondFactor, factor: 'totp', change: 'removed' } as const;
    return { session: await factorsChanged(scope, change), recoveryCodes: null };
  },
});
