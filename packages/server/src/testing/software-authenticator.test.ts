import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { expect, test } from 'vitest';
import { softwareAuthenticator, type Misbehaviour } from './software-authenticator.ts';

const SITE = { origin: 'http://localhost:8480', rpId: 'localhost' };
const OPTIONS = { challenge: 'Y2hhbGxlbmdl', user: { id: 'cGVyc29u' } };
const EXPECTED = {
  expectedChallenge: OPTIONS.challenge,
  expectedOrigin: SITE.origin,
  expectedRPID: SITE.rpId,
  supportedAlgorithmIDs: [-7],
};

test('what the software authenticator makes and signs, the library believes', async () => {
  expect(await assertion()).toMatchObject({
    verified: true,
    authenticationInfo: { newCounter: 1, userVerified: true, credentialBackedUp: true },
  });
});

test('each way to misbehave is one that the library refuses', async () => {
  const ways: readonly Misbehaviour[] = [
    { origin: 'http://elsewhere.test' },
    { rpId: 'elsewhere.test' },
    { userVerified: false },
    { challenge: 'b3RoZXI' },
  ];
  for (const way of ways) await expect(assertion(way)).rejects.toThrow();
});

async function assertion(wrong: Misbehaviour = {}) {
  const authenticator = softwareAuthenticator(SITE);
  const made = await verifyRegistrationResponse({
    response: { ...authenticator.createCredential(OPTIONS) },
    ...EXPECTED,
  } as never); // our answers are readonly, the library's types are not
  if (!made.verified) throw new Error('the library does not believe the registration');
  return verifyAuthenticationResponse({
    response: authenticator.getAssertion(OPTIONS, wrong),
    credential: made.registrationInfo.credential,
    ...EXPECTED,
  });
}
