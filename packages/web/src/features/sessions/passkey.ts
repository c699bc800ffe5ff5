import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  WebAuthnAbortService,
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { Client } from '@wardkeep/client';
import {
  type BodyOf,
  beginPasskey,
  beginPasskeyProof,
  type proveByPasskey,
} from '@wardkeep/contract';

/** What an authenticator answered, for the server to check. */
export type ShownPasskey = BodyOf<typeof proveByPasskey>['response'];

/**
 * Why a passkey was not used.
 *
 * - `cancelled`: by the person, by the browser after a while, or for want of a fitting passkey; browsers do not tell which.
 * - `known-already`: this authenticator holds a passkey for this account.
 * - `unverified`: it can't make sure who holds it, by a PIN, a finger or a face.
 * - `unsupported`: this browser, or this address (https or localhost with a name), has no passkeys.
 */
export type PasskeyFault = 'cancelled' | 'known-already' | 'unverified' | 'unsupported';

export class PasskeyError extends Error {
  readonly fault: PasskeyFault;

  constructor(fault: PasskeyFault, cause: unknown) {
    super(`no passkey: ${fault}`, { cause });
    this.name = 'PasskeyError';
    this.fault = fault;
  }
}

/** Browsers have them at https and localhost only. */
export function hasPasskeys(): boolean {
  return browserSupportsWebAuthn();
}

/** Asks the browser for a passkey of this site. @throws `PasskeyError`, and what `Client.call` throws. */
export async function showPasskey(client: Client): Promise<ShownPasskey> {
  const optionsJSON = await requestOptions(client);
  return ceremony(() => startAuthentication({ optionsJSON }));
}

/**
 * Waits until a passkey is picked from the list that the browser shows at a field with `autocomplete="username webauthn"`;
 * null when the browser has no such list, or when something else took its place.
 */
export async function awaitPickedPasskey(client: Client): Promise<ShownPasskey | null> {
  if (!(await browserSupportsWebAuthnAutofill())) return null;
  const optionsJSON = await requestOptions(client);
  try {
    return await ceremony(() => startAuthentication({ optionsJSON, useBrowserAutofill: true }));
  } catch (error) {
    if (error instanceof PasskeyError) return null;
    throw error;
  }
}

/** Ends what waits: the page is left. */
export function stopWaitingForPasskey(): void {
  WebAuthnAbortService.cancelCeremony();
}

/** Makes a passkey on whatever authenticator the person chooses. @throws like `showPasskey` */
export async function createPasskey(client: Client): Promise<ShownPasskey> {
  const options = await client.call(beginPasskey, { body: {} });
  // The server's library makes the standard's own object; the contract only looks at the challenge.
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return ceremony(() => startRegistration({ optionsJSON }));
}

async function requestOptions(client: Client): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return client.call(beginPasskeyProof, { body: {} });
}

interface Answered {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: object;
}

async function ceremony(work: () => Promise<Answered>): Promise<ShownPasskey> {
  if (!hasPasskeys()) throw new PasskeyError('unsupported', undefined);
  try {
    const answered = await work();
    return { ...answered, response: { ...answered.response } };
  } catch (error) {
    throw new PasskeyError(faultOf(error), error);
  }
}

/** https://www.w3.org/TR/webauthn-3/#sctn-createCredential and #sctn-getAssertion, in the library's words. */
function faultOf(error: unknown): PasskeyFault {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED':
      return 'known-already';
    case 'ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT':
    case 'ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT':
    case 'ERROR_AUTHENTICATOR_NO_SUPPORTED_PUBKEYCREDPARAMS_ALG':
      return 'unverified';
    case 'ERROR_INVALID_DOMAIN':
    case 'ERROR_INVALID_RP_ID':
      return 'unsupported';
    default:
      return 'cancelled';
  }
}
