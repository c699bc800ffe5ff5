import { decodeAttestationObject, decodeClientDataJSON } from '@simplewebauthn/server/helpers';

/** COSE: Ed25519, ES256, RS256; what authenticators have, the strongest first. */
export const PASSKEY_ALGORITHMS = [-8, -7, -257] as const;

/** WebAuthn Level 3 §5.4.3: at most 64 bytes that say nothing; here the random id of the person. */
export function userHandle(personId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(personId.replaceAll('-', ''), 'hex'));
}

/**
 * The challenge that a browser says it answers; believed once it is found. Undefined for what can't be read, and for an
 * answer from inside another site's page (WebAuthn Level 3 §5.8.1): nothing here is embedded anywhere.
 */
export function answeredChallenge(response: Readonly<Record<string, unknown>>): string | undefined {
  const { clientDataJSON } = response;
  if (typeof clientDataJSON !== 'string') return undefined;
  const told: unknown = readable(() => {
    const { challenge, crossOrigin } = decodeClientDataJSON(clientDataJSON);
    return crossOrigin === true ? undefined : challenge;
  });
  return typeof told === 'string' ? told : undefined;
}

/**
 * Whether an attestation can be checked without asking anybody: none, or by the new key itself. Certificates are not
 * asked for, and checking one would fetch whatever address it names.
 */
export function isSelfContained(response: Readonly<Record<string, unknown>>): boolean {
  const { attestationObject } = response;
  if (typeof attestationObject !== 'string') return false;
  const bytes = Uint8Array.from(Buffer.from(attestationObject, 'base64url'));
  const isAlone = readable(() => {
    const decoded = decodeAttestationObject(bytes);
    const format = decoded.get('fmt');
    return (
      format === 'none' || (format === 'packed' && decoded.get('attStmt').get('x5c') === undefined)
    );
  });
  return isAlone === true;
}

/** How the authenticator can be reached; a hint for browsers, told by one. */
export function transportsOf(response: Readonly<Record<string, unknown>>): readonly string[] {
  const { transports } = response;
  if (!Array.isArray(transports)) return [];
  return transports
    .filter((name): name is string => typeof name === 'string' && /^[a-z-]{1,20}$/.test(name))
    .slice(0, 10);
}

/** What the library can't read is a wrong answer like any other. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
