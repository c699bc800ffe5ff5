import { removePasskey as endpoint } from '@wardkeep/contract';
import { Refusal, ownPerson, phiRoute } from '../../gate/index.ts';
import { countFactors, factorsChanged } from './change-factors.ts';
import { secondFactorAfterRemoval } from './factor-limit.ts';
import { deleteRecoveryCodes } from './factor-store.ts';
import { deletePasskey } from './passkey-store.ts';
import { lockTrustedAccount } from './trusted-account.ts';

export const removePasskey = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async (scope, { params }) => {
    const { tx, personId, gate } = scope;
    const { role } = await lockTrustedAccount(gate, tx, personId);
    const { passkeyId } = params;
    if (!(await deletePasskey(tx, { passkeyId, personId }))) throw noSuchPasskey();
    const factorsLeft = await countFactors(tx, personId);
    const secondFactor = secondFactorAfterRemoval({ role, factorsLeft });
    if (secondFactor === 'none') await deleteRecoveryCodes(tx, personId);
    const change = { secondFactor, factor: 'passkey', change: 'removed' } as const;
    return { session: await factorsChanged(scope, change), recoveryCodes: null };
  },
});

export function noSuchPasskey(): Refusal {
  return new Refusal('not_found', 'This account has no such passkey.');
}
