import { timingSafeEqual } from 'node:crypto';
import { CryptoError, notAuthentic } from './errors.ts';
import { gcmOpen, gcmSeal, gcmSealInto, nonceBytes } from './gcm.ts';
import { keyCommitment, type KeyIdentity } from './key-commitment.ts';
import { netstrings } from './netstrings.ts';
import { fillRandom } from './random.ts';
import { idBytesOf, keyIdFrom, keyObjectOf, SecretKey, type KeyId } from './secret-key.ts';

declare const wrappedKey: unique symbol;

/** A key sealed under another key (docs/formats/wrapped-key.md): 125 bytes. */
export type WrappedKey = Uint8Array & { readonly [wrappedKey]: true };

/**
 * Seals `key` under `wrapping`, bound to its identity, with a commitment to the key: bytes that
 * open to another key, whoever made them, are refused.
 *
 * @throws {@link CryptoError} `bad_input` if the identity is not well-formed text, `key_destroyed`.
 */
export function wrapKey(wrapping: SecretKey, key: SecretKey, identity: KeyIdentity): WrappedKey {
  const nonce = Buffer.allocUnsafe(nonceBytes);
  fillRandom(nonce);
  const aad = aadOf(identity, wrapping.id, key.id);
  const context = { key: keyObjectOf(wrapping), nonce, aad };
  const bytes = keyObjectOf(key).export();
  try {
    const { ciphertext, tag } = gcmSeal(context, bytes);
    const head = [Buffer.of(version), idBytesOf(wrapping), idBytesOf(key), nonce];
    const all = [...head, ciphertext, tag, keyCommitment(key, identity)];
    return asWrappedKey(Buffer.concat(all));
  } finally {
    bytes.fill(0);
  }
}

/**
 * @throws {@link CryptoError} `not_authentic` unless `wrapping` wrapped this key for this identity
 * and the commitment holds, `key_destroyed`.
 */
export function unwrapKey(
  wrapping: SecretKey,
  wrapped: WrappedKey,
  identity: KeyIdentity,
): SecretKey {
  if (!isWrappedKey(wrapped)) throw notAuthentic();
  const { wrappingKeyId, keyId } = wrappedKeyIds(wrapped);
  if (wrappingKeyId !== wrapping.id) throw notAuthentic();
  const nonce = wrapped.subarray(layout.nonce, layout.ciphertext);
  const bytes = gcmOpen(
    { key: keyObjectOf(wrapping), nonce, aad: aadOf(identity, wrappingKeyId, keyId) },
    {
      ciphertext: wrapped.subarray(layout.ciphertext, layout.tag),
      tag: wrapped.subarray(layout.tag, layout.commitment),
    },
  );
  const key = SecretKey.fromBytes(keyId, bytes);
  const commitment = wrapped.subarray(layout.commitment);
  if (!timingSafeEqual(keyCommitment(key, identity), commitment)) throw notAuthentic();
  return key;
}

/**
 * The same key under another wrapping key, without making a {@link SecretKey} of it. Its commitment is copied: it
 * depends on the key and its identity alone, and each unwrap checks it.
 *
 * @throws {@link CryptoError} `not_authentic` unless `from` wrapped it for this identity, `key_destroyed`.
 */
export function rewrapKey(
  from: SecretKey,
  to: SecretKey,
  wrapped: WrappedKey,
  identity: KeyIdentity,
): WrappedKey {
  if (!isWrappedKey(wrapped)) throw notAuthentic();
  const { wrappingKeyId, keyId } = wrappedKeyIds(wrapped);
  if (wrappingKeyId !== from.id) throw notAuthentic();
  const bytes = gcmOpen(
    {
      key: keyObjectOf(from),
      nonce: wrapped.subarray(layout.nonce, layout.ciphertext),
      aad: aadOf(identity, from.id, keyId),
    },
    {
      ciphertext: wrapped.subarray(layout.ciphertext, layout.tag),
      tag: wrapped.subarray(layout.tag, layout.commitment),
    },
  );
  try {
    const all = Buffer.from(wrapped);
    all.set(idBytesOf(to), layout.wrappingKeyId);
    const nonce = all.subarray(layout.nonce, layout.ciphertext);
    fillRandom(nonce);
    const context = { key: keyObjectOf(to), nonce, aad: aadOf(identity, to.id, keyId) };
    gcmSealInto(context, bytes, all, layout.ciphertext);
    return asWrappedKey(all);
  } finally {
    bytes.fill(0);
  }
}

/** Both ids as written in the open: authentic only once the key was unwrapped. */
export function wrappedKeyIds(wrapped: WrappedKey): { wrappingKeyId: KeyId; keyId: KeyId } {
  return {
    wrappingKeyId: keyIdFrom(wrapped.subarray(layout.wrappingKeyId, layout.keyId)),
    keyId: keyIdFrom(wrapped.subarray(layout.keyId, layout.nonce)),
  };
}

/**
 * Bytes read back from storage.
 *
 * @throws {@link CryptoError} `bad_format` for another version or length.
 */
export function asWrappedKey(bytes: Uint8Array): WrappedKey {
  if (isWrappedKey(bytes)) return bytes as WrappedKey; // checked on this line
  throw new CryptoError('bad_format', 'These bytes are not a wrapped key.');
}

const version = 0x01;
const label = 'wardkeep wrapped key v1';
// Offsets of docs/formats/wrapped-key.md.
const layout = {
  wrappingKeyId: 1,
  keyId: 17,
  nonce: 33,
  ciphertext: 45,
  tag: 77,
  commitment: 93,
  end: 125,
} as const;

function isWrappedKey(bytes: Uint8Array): boolean {
  return bytes[0] === version && bytes.length === layout.end;
}

function aadOf(identity: KeyIdentity, wrappingKeyId: KeyId, keyId: KeyId): Buffer {
  const { purpose, owner, name } = identity;
  return netstrings(label, purpose, owner, name, wrappingKeyId, keyId);
}
