import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** Where the browser of this authenticator is. */
export interface AuthenticatorSite {
  /** Scheme, host and port, as `clientDataJSON` says it. */
  readonly origin: string;
  readonly rpId: string;
}

/** Ways to misbehave; whatever is left out is right. */
export interface Misbehaviour extends Partial<AuthenticatorSite> {
  readonly userVerified?: boolean;
  /** In a frame inside another site. */
  readonly crossOrigin?: boolean;
  /** Instead of the next one. */
  readonly signCount?: number;
  readonly challenge?: string;
  /** Of the new credential, base64url; random otherwise. */
  readonly credentialId?: string;
}

/** `PublicKeyCredentialCreationOptionsJSON` and `PublicKeyCredentialRequestOptionsJSON`, as far as they are read here. */
export interface CreationOptions {
  readonly challenge: string;
  readonly user: { readonly id: string };
}
export interface RequestOptions {
  readonly challenge: string;
}

interface Response {
  /** base64url, the same twice. */
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly clientExtensionResults: Record<string, never>;
}
export interface RegistrationResponse extends Response {
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports: readonly string[];
  };
}
export interface AssertionResponse extends Response {
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle: string;
  };
}

export interface SoftwareAuthenticator {
  /** A new credential: discoverable, ES256, no attestation. The newest is the one that asserts. */
  createCredential(options: CreationOptions, misbehaviour?: Misbehaviour): RegistrationResponse;
  /** By the newest credential. The counter goes up each time. */
  getAssertion(options: RequestOptions, misbehaviour?: Misbehaviour): AssertionResponse;
}

/** A passkey in software (WebAuthn Level 3 §6), for tests that have no browser. */
export function softwareAuthenticator(site: AuthenticatorSite): SoftwareAuthenticator {
  let credential: Credential | undefined;
  let counter = 0;
  return {
    createCredential: (options, wrong = {}) => {
      const made = (credential = newCredential(options, wrong));
      const client = clientData('webauthn.create', options, { ...site, ...wrong });
      const data = authenticatorData({ ...site, ...wrong }, wrong.signCount ?? 0, made);
      return {
        ...answerOf(made),
        response: {
          clientDataJSON: client.toString('base64url'),
          attestationObject: attestationObject(data).toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    getAssertion: (options, wrong = {}) => {
      if (credential === undefined) throw new Error('this authenticator has no credential');
      const client = clientData('webauthn.get', options, { ...site, ...wrong });
      const data = authenticatorData({ ...site, ...wrong }, wrong.signCount ?? ++counter);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      return {
        ...answerOf(credential),
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, credential.privateKey).toString('base64url'),
          userHandle: credential.userHandle,
        },
      };
    },
  };
}

interface Credential {
  readonly id: Buffer;
  readonly userHandle: string;
  readonly privateKey: KeyObject;
  readonly coseKey: Buffer;
}

function newCredential({ user }: CreationOptions, { credentialId }: Misbehaviour): Credential {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  // RFC 9053 §2.1 and §7.1.1: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}.
  const coseKey = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
  const id = credentialId === undefined ? randomBytes(32) : Buffer.from(credentialId, 'base64url');
  return { id, userHandle: user.id, privateKey, coseKey };
}

function answerOf({ id }: Credential): Response {
  const text = id.toString('base64url');
  return { id: text, rawId: text, type: 'public-key', clientExtensionResults: {} };
}

function clientData(
  type: string,
  options: { readonly challenge: string },
  { origin, challenge, crossOrigin = false }: AuthenticatorSite & Misbehaviour,
): Buffer {
  const told = { type, challenge: challenge ?? options.challenge, origin, crossOrigin };
  return Buffer.from(JSON.stringify(told));
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const MAY_BE_AND_IS_BACKED_UP = 0x18;
const HAS_CREDENTIAL = 0x40;

/** WebAuthn §6.1: hash of the RP id, flags, counter, and the new credential where there is one. */
function authenticatorData(
  { rpId, userVerified = true }: AuthenticatorSite & Misbehaviour,
  signCount: number,
  made?: Credential,
): Buffer {
  const verified = userVerified ? USER_VERIFIED : 0;
  const flags = USER_PRESENT | verified | MAY_BE_AND_IS_BACKED_UP | (made ? HAS_CREDENTIAL : 0);
  const counted = Buffer.alloc(5);
  counted.writeUInt8(flags, 0);
  counted.writeUInt32BE(signCount, 1);
  const idLength = Buffer.alloc(2);
  idLength.writeUInt16BE(made?.id.length ?? 0);
  const attested = made ? [Buffer.alloc(16), idLength, made.id, made.coseKey] : [];
  return Buffer.concat([createHash('sha256').update(rpId).digest(), counted, ...attested]);
}

/** CBOR `{"fmt": "none", "attStmt": {}, "authData": data}`; `data` is 24 to 255 bytes long. */
function attestationObject(data: Buffer): Buffer {
  const head = 'a363666d74646e6f6e656761747453746d74a0686175746844617461';
  return Buffer.concat([Buffer.from(`${head}58`, 'hex'), Buffer.from([data.length]), data]);
}
