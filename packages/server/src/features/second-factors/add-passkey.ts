import { randomUUID } from 'node:crypto';
import {
  verifyRegistrationResponse,
  type RegistrationResponseJSON,
  type VerifiedRegistrationResponse,
} from '@simplewebauthn/server';
import { addPasskey as endpoint, type BodyOf } from '@wardkeep/contract';
import { passkeyName } from '../../db/sealed-columns.ts';
import { Refusal, ownPerson, phiRoute, type AccountScope, type Route } from '../../gate/index.ts';
import { tooManyPasskeys, MOST_PASSKEYS } from './begin-passkey.ts';
import { countFactors, factorsChanged, makeNewRecoveryCodes } from './change-factors.ts';
import { useChallenge } from './passkey-challenge.ts';
import {
  PASSKEY_ALGORITHMS,
  answeredChallenge,
  isSelfContained,
  transportsOf,
} from './passkey-rules.ts';
import { passkeySite, type PasskeySite } from './passkey-site.ts';
import { insertPasskey, listPasskeys } from './passkey-store.ts';
import { lockTrustedAccount } from './trusted-account.ts';

/** A passkey that asks for its user (a PIN, a finger, a face), made for this person, here, within five minutes. */
export function addPasskey(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'account',
    person: ownPerson,
    handle: async (scope, { body }) => {
      const { tx, personId, gate } = scope;
      const site = passkeySite(publicUrl());
      await lockTrustedAccount(gate, tx, personId);
      if ((await listPasskeys(tx, personId)).length >= MOST_PASSKEYS) throw tooManyPasskeys();
      const isFirst = (await countFactors(tx, personId)) === 0;
      const made = await verified(scope, site, body.response);
      await storePasskey(scope, body, made);
      const recoveryCodes = isFirst ? await makeNewRecoveryCodes(scope) : null;
      const session = await factorsChanged(scope, {
        secondFactor: 'required',
        factor: 'passkey',
        change: 'added',
      });
      return { session, recoveryCodes };
    },
  });
}

type Body = BodyOf<typeof endpoint>;
type Made = NonNullable<VerifiedRegistrationResponse['registrationInfo']>;

async function verified(
  scope: AccountScope,
  { origin, rpId }: PasskeySite,
  response: Body['response'],
): Promise<Made> {
  const challenge = answeredChallenge(response.response) ?? '';
  const use = { add: scope.personId };
  if (!isSelfContained(response.response)) throw notBelieved();
  if (!(await useChallenge(scope, scope.tx, { challenge, use }))) throw notBelieved();
  const { registrationInfo } = await verifyRegistrationResponse({
    // What a browser sent; the library checks each member that it reads.
    response: response as unknown as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
  }).catch((cause: unknown) => {
    throw notBelieved(cause);
  });
  if (registrationInfo === undefined) throw notBelieved();
  return registrationInfo;
}

async function storePasskey(scope: AccountScope, { name, response }: Body, made: Made) {
  const { tx, personId, gate, vault, now } = scope;
  const { credential, credentialBackedUp } = made;
  const passkeyId = randomUUID();
  const credentialId = Buffer.from(credential.id, 'base64url');
  const publicKey = Buffer.from(credential.publicKey);
  const transports = transportsOf(response.response);
  const detail = { name, transports, isBackedUp: credentialBackedUp };
  const inserted = await insertPasskey(tx, {
    passkeyId,
    personId,
    credentialId,
    publicKey,
    signCount: credential.counter,
    sealed: vault.seal(passkeyName(passkeyId), detail),
    mac: gate.hashes.passkey({ personId, credentialId, publicKey }),
    now,
  });
  if (!inserted) throw notBelieved();
}

function notBelieved(cause?: unknown): Refusal {
  return new Refusal(
    'validation_failed',
    'This passkey can’t be used here: it must be made on this site, within five minutes, with its PIN, fingerprint or face. Try again.',
    { errors: [{ path: 'response', message: 'is not a new passkey for this site' }], cause },
  );
}
