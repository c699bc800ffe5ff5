import { concat, fromBase64, toHex, utf8, type Octets } from './octets.ts';
import { ProofError } from './proof-error.ts';
import { sha256 } from './web-crypto.ts';

/** C2SP signed-note: whoever signs, and how their signatures are told from others'. */
export interface VerifierKey {
  /** Of a log: its origin. */
  readonly name: string;
  /** 4 bytes. */
  readonly id: Octets;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Octets;
}

const ED25519 = 0x01;

/**
 * Reads `name+id+key`.
 * @throws {@link ProofError} `bad_key` unless it is an Ed25519 key whose id is that of its name and key.
 */
export async function parseVerifierKey(text: string): Promise<VerifierKey> {
  const [, name, id, encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([\w+/]+={0,2})$/.exec(text) ?? [];
  const typed = fromBase64(encoded);
  if (name === undefined || typed?.length !== 33 || typed[0] !== ED25519) {
    throw new ProofError('bad_key', 'not a verifier key of an Ed25519 signer');
  }
  const key = await keyNamed(name, typed.slice(1));
  if (toHex(key.id) !== id) throw new ProofError('bad_key', 'the key’s id is not its own');
  return key;
}

/** The same key signs every log of a deployment, each under the log's own name. @param publicKey - Ed25519, 32 bytes. */
export async function keyNamed(name: string, publicKey: Octets): Promise<VerifierKey> {
  const named = await sha256(concat(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey));
  return { name, id: named.slice(0, 4), publicKey };
}
