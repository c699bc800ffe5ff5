import { createSecretKey, type KeyObject } from 'node:crypto';
import { CryptoError } from './errors.ts';
import { gcmOpen, gcmSeal, nonceBytes, tagBytes } from './gcm.ts';
import { hkdfExpand } from './hkdf.ts';
import { keyBytes, keyObjectOf, type SecretKey } from './secret-key.ts';

export const saltBytes = 24;
export const headerBytes = saltBytes + 32;
export const chunkBytes = 16_384;
export const sealedChunkBytes = chunkBytes + tagBytes;
export const maxChunks = 2 ** 38;

/** What one file is sealed under, from its input key, its salt and its context. */
export type FileKeys = {
  readonly key: KeyObject;
  readonly baseNonce: Uint8Array;
  readonly commitment: Uint8Array;
};

/** c2sp.org/chunked-encryption, "Key derivation", as Cobblestone-256 sets it. */
export function deriveFileKeys(input: SecretKey, salt: Uint8Array, context: Uint8Array): FileKeys {
  const info = Buffer.concat([domain, salt, context]);
  const output = hkdfExpand('sha512', keyObjectOf(input), info, keyBytes + nonceBytes + 32);
  const keyPart = output.subarray(0, keyBytes);
  const key = createSecretKey(keyPart);
  keyPart.fill(0);
  const baseNonce = output.subarray(keyBytes, keyBytes + nonceBytes);
  return { key, baseNonce, commitment: output.subarray(keyBytes + nonceBytes) };
}

/** Ciphertext and tag of chunk number `index`, from 0. */
export function sealChunk(keys: FileKeys, index: number, plaintext: Uint8Array): Buffer {
  const { ciphertext, tag } = gcmSeal({ key: keys.key, nonce: nonceOf(keys, index) }, plaintext);
  return Buffer.concat([ciphertext, tag]);
}

/**
 * @param sealed - at least the 16 bytes of a tag.
 * @throws {@link CryptoError} `not_authentic`.
 */
export function openChunk(keys: FileKeys, index: number, sealed: Uint8Array): Buffer {
  const end = sealed.length - tagBytes;
  return gcmOpen(
    { key: keys.key, nonce: nonceOf(keys, index) },
    { ciphertext: sealed.subarray(0, end), tag: sealed.subarray(end) },
  );
}

const domain = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0', 'ascii');

/** The base nonce XOR the chunk number, big-endian: 38 bits, so its last five bytes change. */
function nonceOf({ baseNonce }: FileKeys, index: number): Buffer {
  if (index >= maxChunks) throw new CryptoError('bad_input', 'A file has at most 2^38 chunks.');
  const nonce = Buffer.from(baseNonce);
  const low = index % 2 ** 32;
  nonce.writeUInt8(nonce.readUInt8(7) ^ ((index - low) / 2 ** 32), 7);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ low) >>> 0, 8);
  return nonce;
}
