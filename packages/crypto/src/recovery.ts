import { timingSafeEqual } from 'node:crypto';
import { readBase64url, writeBase64url } from './base64url.ts';
import { CryptoError, notAuthentic } from './errors.ts';
import { hpkeOpen, hpkeSeal, type HpkeContext } from './hpke.ts';
import { keyCommitment, type KeyIdentity } from './key-commitment.ts';
import { netstrings } from './netstrings.ts';
import { readRecoveryText, writeRecoveryText } from './recovery-text.ts';
import { idBytesOf, keyIdFrom, keyObjectOf, SecretKey, type KeyId } from './secret-key.ts';
import {
  agreementBytes,
  generateAgreementKey,
  privateBytesOf,
  privateKeyFrom,
  publicBytesOf,
} from './x25519.ts';

/** The half that wraps (32 bytes, base64url) and the half that goes on paper. */
export type RecoveryKey = { readonly publicKey: string; readonly privateText: string };

export function generateRecoveryKey(): RecoveryKey {
  const privateKey = generateAgreementKey();
  const secret = privateBytesOf(privateKey);
  try {
    const publicKey = writeBase64url(publicBytesOf(privateKey));
    return { publicKey, privateText: writeRecoveryText(secret) };
  } finally {
    secret.fill(0);
  }
}

/**
 * The public half of a kit: tells whether it is the right kit without opening anything.
 *
 * @throws {@link CryptoError} `bad_format` if the text has a mistake in it.
 */
export function recoveryPublicKeyOf(privateText: string): string {
  return writeBase64url(publicBytesOf(privateKeyFrom(readRecoveryText(privateText))));
}

/**
 * Seals `key` to a recovery key (docs/formats/recovery.md), 129 bytes. Whoever has the public half
 * can do this: the commitment tells the true key from another, compared with a copy kept elsewhere.
 *
 * @throws {@link CryptoError} `bad_format` unless `publicKey` is base64url of 32 bytes, `bad_input` if
 * it has small order or the identity is not well-formed text, `key_destroyed`.
 */
export function wrapToRecovery(publicKey: string, key: SecretKey, identity: KeyIdentity): Buffer {
  const recipient = readBase64url(publicKey);
  if (recipient?.length !== agreementBytes) {
    throw new CryptoError('bad_format', 'This is not the public half of a recovery key.');
  }
  const bytes = keyObjectOf(key).export();
  try {
    const message = hpkeSeal(recipient, contextOf(key.id, identity), bytes);
    const { encapsulated, ciphertext, tag } = message;
    const commitment = keyCommitment(key, identity);
    const head = [Buffer.of(version), idBytesOf(key), encapsulated];
    return Buffer.concat([...head, ciphertext, tag, commitment]);
  } finally {
    bytes.fill(0);
  }
}

/**
 * @throws {@link CryptoError} `bad_format` if the text has a mistake in it, `not_authentic` unless it
 * belongs to these bytes and this identity.
 */
export function unwrapWithRecovery(
  privateText: string,
  wrapped: Uint8Array,
  identity: KeyIdentity,
): SecretKey {
  const privateKey = privateKeyFrom(readRecoveryText(privateText));
  if (wrapped[0] !== version || wrapped.length !== layout.end) throw notAuthentic();
  const keyId = keyIdFrom(wrapped.subarray(layout.keyId, layout.encapsulated));
  const bytes = hpkeOpen(privateKey, contextOf(keyId, identity), {
    encapsulated: wrapped.subarray(layout.encapsulated, layout.ciphertext),
    ciphertext: wrapped.subarray(layout.ciphertext, layout.tag),
    tag: wrapped.subarray(layout.tag, layout.commitment),
  });
  const key = SecretKey.fromBytes(keyId, bytes);
  const commitment = wrapped.subarray(layout.commitment);
  if (!timingSafeEqual(keyCommitment(key, identity), commitment)) throw notAuthentic();
  return key;
}

const version = 0x01;
// Offsets of docs/formats/recovery.md.
const layout = {
  keyId: 1,
  encapsulated: 17,
  ciphertext: 49,
  tag: 81,
  commitment: 97,
  end: 129,
} as const;

function contextOf(keyId: KeyId, { purpose, owner, name }: KeyIdentity): HpkeContext {
  const info = Buffer.from('wardkeep recovery v1', 'ascii');
  return { info, aad: netstrings(purpose, owner, name, keyId) };
}
