import { generateAuthenticationOptions } from '@simplewebauthn/server';
import { beginPasskeyProof as endpoint } from '@wardkeep/contract';
import { plainRoute, type Route } from '../../gate/index.ts';
import { newChallenge } from './passkey-challenge.ts';
import { passkeySite } from './passkey-site.ts';

/** Names no account: the browser offers the passkeys that it has for this site. */
export function beginPasskeyProof(publicUrl: () => string): Route {
  return plainRoute({
    endpoint,
    handle: async (request) => {
      const { rpId } = passkeySite(publicUrl());
      const challenge = await request.commit((tx) => newChallenge(request, tx, 'prove'));
      const options = await generateAuthenticationOptions({
        rpID: rpId,
        challenge,
        allowCredentials: [],
        userVerification: 'required',
      });
      return { body: { ...options } };
    },
  });
}
