import { makeRecoveryCodes as endpoint } from '@wardkeep/contract';
import { Refusal, ownPerson, phiRoute } from '../../gate/index.ts';
import { countFactors, endOthers, makeNewRecoveryCodes } from './change-factors.ts';
import { lockTrustedAccount } from './trusted-account.ts';

export const makeRecoveryCodes = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async (scope) => {
    const { tx, personId, gate } = scope;
    await lockTrustedAccount(gate, tx, personId);
    if ((await countFactors(tx, personId)) === 0) {
      const detail =
        'Recovery codes stand for a second factor, and this account has none. Set one up first.';
      throw new Refusal('factor_limit', detail);
    }
    const recoveryCodes = await makeNewRecoveryCodes(scope);
    const to = { personId };
    await gate.mail.queue(tx, { to, template: 'recovery-codes-made', values: {} });
    await endOthers(scope);
    return { recoveryCodes };
  },
});
