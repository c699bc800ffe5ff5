import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Bytes of a private key, of a public key and of what they agree on. */
export const agreementBytes = 32;

export function generateAgreementKey(): KeyObject {
  return generateKeyPairSync('x25519').privateKey;
}

/** The private bytes; the caller zeroes them. */
export function privateBytesOf(privateKey: KeyObject): Buffer {
  return privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(pkcs8Head.length);
}

export function publicBytesOf(privateKey: KeyObject): Buffer {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return der.subarray(spkiHead.length);
}

/** Takes the bytes over and zeroes them. */
export function privateKeyFrom(bytes: Uint8Array): KeyObject {
  const key = Buffer.concat([pkcs8Head, bytes]);
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } finally {
    bytes.fill(0);
    key.fill(0);
  }
}

/** RFC 7748 §6.1; nothing for a public key of small order, whose result anybody knows. */
export function agree(privateKey: KeyObject, publicBytes: Uint8Array): Buffer | undefined {
  const key = Buffer.concat([spkiHead, publicBytes]);
  const publicKey = createPublicKey({ key, format: 'der', type: 'spki' });
  try {
    return diffieHellman({ privateKey, publicKey });
  } catch {
    return undefined; // OpenSSL gives no other reason to fail: both keys are X25519
  }
}

// RFC 8410: all that comes before the 32 bytes in the DER of either half.
const pkcs8Head = Buffer.from('302e020100300506032b656e04220420', 'hex');
const spkiHead = Buffer.from('302a300506032b656e032100', 'hex');
