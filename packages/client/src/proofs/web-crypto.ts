import type { Octets } from './octets.ts';
import { ProofError } from './proof-error.ts';

export async function sha256(octets: Octets): Promise<Octets> {
  return new Uint8Array(await subtle().digest('SHA-256', octets));
}

/** RFC 8032, Ed25519. @param publicKey - 32 bytes. */
export async function isSignedBy(
  publicKey: Octets,
  text: Octets,
  signature: Octets,
): Promise<boolean> {
  const key = await subtle()
    .importKey('raw', publicKey, 'Ed25519', false, ['verify'])
    .catch((cause: unknown) => {
      throw new ProofError('unsupported', 'there is no Ed25519 here', { cause });
    });
  return subtle().verify('Ed25519', key, signature, text);
}

/** Absent in a page that came neither over HTTPS nor from this machine. */
function subtle(): SubtleCrypto {
  const { crypto } = globalThis as { readonly crypto?: Partial<Crypto> }; // the types know no page without it
  if (crypto?.subtle !== undefined) return crypto.subtle;
  throw new ProofError('unsupported', 'there is no WebCrypto here');
}
