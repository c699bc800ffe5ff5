import { timingSafeEqual } from 'node:crypto';
import {
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
} from '@simplewebauthn/server';
import { proveByPasskey as endpoint, type BodyOf } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import {
  Refusal,
  plainRoute,
  type Caller,
  type PlainRequest,
  type Route,
} from '../../gate/index.ts';
import { endRecovery } from '../account-recovery/index.ts';
import { provenBy, startSession } from '../sessions/index.ts';
import { readProtectedAccount, type ProtectedAccount } from './factor-store.ts';
import { useChallenge } from './passkey-challenge.ts';
import { answeredChallenge, userHandle } from './passkey-rules.ts';
import { passkeySite, type PasskeySite } from './passkey-site.ts';
import {
  findPasskeyOwner,
  lockSigningPasskey,
  markPasskeyUsed,
  type SigningPasskey,
} from './passkey-store.ts';
import { isOurs } from './trusted-account.ts';

/**
 * A sign-in by itself, the second step of one, or a step-up: of whoever's the passkey is. A session of theirs, half or
 * whole, is replaced; one of somebody else's has nothing to do with it.
 */
export function proveByPasskey(publicUrl: () => string): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const site = passkeySite(publicUrl());
      const { session, cookies } = await request.commit(async (tx, caller, event) => {
        const { personId, account } = await proven(request, tx, { site, response: body.response });
        event.about(personId);
        const vault = await request.unlockAccount(tx, personId);
        if (vault === undefined) throw unknown();
        await endRecovery(request, tx, personId);
        const { role, secondFactor } = account;
        return startSession(request, tx, { vault, role, secondFactor, ...going(caller, personId) });
      });
      return { body: session, cookies };
    },
  });
}

type Response = BodyOf<typeof endpoint>['response'];

/** Whose passkey signed this answer to a challenge of ours; it is counted as used. */
async function proven(
  request: PlainRequest,
  tx: Tx,
  { site, response }: { readonly site: PasskeySite; readonly response: Response },
): Promise<{ readonly personId: string; readonly account: ProtectedAccount }> {
  const challenge = answeredChallenge(response.response) ?? '';
  if (!(await useChallenge(request, tx, { challenge, use: 'prove' }))) throw unknown();
  const credentialId = Buffer.from(response.id, 'base64url');
  const personId = await findPasskeyOwner(tx, credentialId);
  const account = personId === undefined ? undefined : await openAccount(request, tx, personId);
  if (personId === undefined || account === undefined) throw unknown();
  const passkey = await lockSigningPasskey(tx, { personId, credentialId });
  if (passkey === undefined || !isOwn(request, passkey)) throw unknown();
  const signCount = await verifiedCount(passkey, { site, response, challenge });
  await markPasskeyUsed(tx, { passkeyId: passkey.passkeyId, signCount, now: request.now });
  return { personId, account };
}

/** An account that may sign in, as this server wrote it. */
async function openAccount(
  { gate }: PlainRequest,
  tx: Tx,
  personId: string,
): Promise<ProtectedAccount | undefined> {
  const account = await readProtectedAccount(tx, personId);
  const isOpen = account?.state === 'active' && isOurs(gate.hashes, { personId, ...account });
  return isOpen ? account : undefined;
}

/** Registered here, by this person: a row that somebody wrote or moved is neither. */
function isOwn({ gate }: PlainRequest, passkey: SigningPasskey): boolean {
  return timingSafeEqual(gate.hashes.passkey(passkey), passkey.mac);
}

async function verifiedCount(
  { personId, credentialId, publicKey, signCount }: SigningPasskey,
  asked: { readonly site: PasskeySite; readonly response: Response; readonly challenge: string },
): Promise<number> {
  const { site, response, challenge } = asked;
  const handle = response.response['userHandle'];
  const own = Buffer.from(userHandle(personId)).toString('base64url');
  if (typeof handle === 'string' && handle !== '' && handle !== own) throw unknown(personId);
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    // What a browser sent; the library checks each member that it reads.
    response: response as unknown as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    requireUserVerification: true,
    credential: {
      id: credentialId.toString('base64url'),
      publicKey: Uint8Array.from(publicKey),
      counter: signCount,
    },
  }).catch((cause: unknown) => {
    throw unknown(personId, cause);
  });
  if (!verified) throw unknown(personId);
  return authenticationInfo.newCounter;
}

function going(caller: Caller, personId: string) {
  return caller.kind === 'person' && caller.personId === personId
    ? provenBy(caller, 'passkey')
    : { methods: ['passkey'] as const };
}

/** One answer for a passkey that is nobody's, one that is not believed, and one of an account that is suspended. */
function unknown(about?: string, cause?: unknown): Refusal {
  return new Refusal(
    'wrong_credentials',
    'This passkey opens nothing here, or the request for it was too old. Try again, or sign in another way.',
    { cause, ...(about === undefined ? {} : { about }) },
  );
}
