import { generateRegistrationOptions } from '@simplewebauthn/server';
import { beginPasskey as endpoint } from '@wardkeep/contract';
import { PROFILE_NAME } from '../../db/sealed-columns.ts';
import { Refusal, ownPerson, phiRoute, type Route } from '../../gate/index.ts';
import { newChallenge } from './passkey-challenge.ts';
import { PASSKEY_ALGORITHMS, userHandle } from './passkey-rules.ts';
import { passkeySite } from './passkey-site.ts';
import { listPasskeys } from './passkey-store.ts';
import { lockTrustedAccount } from './trusted-account.ts';

export const MOST_PASSKEYS = 20;

export function beginPasskey(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'account',
    person: ownPerson,
    handle: async (scope) => {
      const { tx, personId, vault, gate } = scope;
      const { rpId } = passkeySite(publicUrl());
      const account = await lockTrustedAccount(gate, tx, personId);
      const passkeys = await listPasskeys(tx, personId);
      if (passkeys.length >= MOST_PASSKEYS) throw tooManyPasskeys();
      const { email, displayName } = vault.open(PROFILE_NAME, account.profile);
      const options = await generateRegistrationOptions({
        rpName: 'Wardkeep',
        rpID: rpId,
        userName: email,
        userDisplayName: displayName,
        userID: userHandle(personId),
        challenge: await newChallenge(scope, tx, { add: personId }),
        attestationType: 'none',
        excludeCredentials: passkeys.map(({ credentialId }) => ({
          id: credentialId.toString('base64url'),
        })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
      });
      return { ...options };
    },
  });
}

export function tooManyPasskeys(): Refusal {
  return new Refusal(
    'factor_limit',
    `An account has at most ${MOST_PASSKEYS} passkeys. Remove one that you don’t use any more; then add this one.`,
  );
}
