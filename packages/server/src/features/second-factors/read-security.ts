import { readSecurity as endpoint, type ListedPasskey } from '@wardkeep/contract';
import { passkeyName } from '../../db/sealed-columns.ts';
import { Refusal, ownPerson, phiRoute, type AccountScope } from '../../gate/index.ts';
import { readAccounts } from '../accounts/index.ts';
import { listDevices, listSessions } from '../sessions/index.ts';
import { countRecoveryCodes, readTotp } from './factor-store.ts';
import { listPasskeys } from './passkey-store.ts';

/** How the own account is protected. */
export const readSecurity = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async (scope) => {
    const { tx, personId, gate } = scope;
    const [account] = await readAccounts(tx, [personId]);
    if (account === undefined) throw new Refusal('not_found', 'There is no account.');
    const totp = await readTotp(tx, personId);
    return {
      passwordChangedAt: account.passwordChangedAt.toISOString(),
      hasTotp: totp?.confirmedAt != null,
      passkeys: await describePasskeys(scope),
      recoveryCodesLeft: await countRecoveryCodes(tx, personId),
      sessions: await listSessions(scope),
      devices: await listDevices(scope),
      countriesAsOf: gate.places.asOf?.toISOString() ?? null,
    };
  },
});

async function describePasskeys({ tx, personId, vault }: AccountScope): Promise<ListedPasskey[]> {
  const passkeys = await listPasskeys(tx, personId);
  return passkeys.map(({ passkeyId, sealed, createdAt, lastUsedAt }) => {
    const { name, isBackedUp } = vault.open(passkeyName(passkeyId), sealed);
    return {
      passkeyId,
      name,
      isBackedUp,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    };
  });
}
