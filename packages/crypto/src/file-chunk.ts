import { createSecretKey, type KeyObject } from 'node:crypto';
import { CryptoError, notAuthentic } from './errors.ts';
import { freeNow, gcmOpen, gcmSealInto, nonceBytes, tagBytes } from './gcm.ts';
import { hkdfExpand } from './hkdf.ts';
import { keyBytes, keyObjectOf, type SecretKey } from './secret-key.ts';

export const saltBytes = 24;
export const headerBytes = saltBytes + 32;
export const chunkBytes = 16_384;
export const sealedChunkBytes = chunkBytes + tagBytes;
export const maxChunks = 2 ** 38;

/** What the chunks of one file are sealed under. */
export type ChunkKeys = { readonly key: KeyObject; readonly baseNonce: Uint8Array };

/** All that comes from a file's input key, its salt and its context. */
export type FileKeys = ChunkKeys & { readonly commitment: Uint8Array };

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
export function sealChunk(keys: ChunkKeys, index: number, plaintext: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafeSlow(plaintext.length + tagBytes);
  gcmSealInto({ key: keys.key, nonce: nonceOf(keys, index) }, plaintext, sealed, 0);
  return sealed;
}

/**
 * @param sealed - at least the 16 bytes of a tag.
 * @throws {@link CryptoError} `not_authentic`.
 */
export function openChunk(keys: ChunkKeys, index: number, sealed: Uint8Array): Buffer {
  const end = sealed.length - tagBytes;
  return gcmOpen(
    { key: keys.key, nonce: nonceOf(keys, index) },
    { ciphertext: sealed.subarray(0, end), tag: sealed.subarray(end) },
  );
}

/**
 * Chunks `first`, `first + 1`, … sealed one behind the other into `output`. Only the last chunk of a
 * file may be short, possibly empty.
 *
 * @returns the number of bytes written.
 */
export function sealChunks(
  keys: ChunkKeys,
  first: number,
  chunks: { readonly plaintext: Uint8Array; readonly count: number },
  output: Uint8Array,
): number {
  const { plaintext, count } = chunks;
  for (let i = 0; i < count; i += 1) {
    const chunk = plaintext.subarray(i * chunkBytes, (i + 1) * chunkBytes);
    const context = { key: keys.key, nonce: nonceOf(keys, first + i) };
    gcmSealInto(context, chunk, output, i * sealedChunkBytes);
  }
  return plaintext.length + count * tagBytes;
}

/**
 * The counterpart of {@link sealChunks}: `sealed` holds whole chunks and, at the end of the file, the
 * short one. When it throws, `output` holds nothing of the chunk that was refused.
 *
 * @returns the number of bytes written.
 * @throws {@link CryptoError} `not_authentic`.
 */
export function openChunks(
  keys: ChunkKeys,
  first: number,
  sealed: Uint8Array,
  output: Uint8Array,
): number {
  let written = 0;
  for (let start = 0, index = first; start < sealed.length; index += 1) {
    const chunk = sealed.subarray(start, start + sealedChunkBytes);
    if (chunk.length < tagBytes) throw notAuthentic();
    const plaintext = openChunk(keys, index, chunk);
    output.set(plaintext, written);
    written += plaintext.length;
    start += chunk.length;
    freeNow(plaintext);
  }
  return written;
}

const domain = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0', 'ascii');

// One for all chunks: sealing is synchronous, and a cipher copies its nonce.
const nonce = Buffer.alloc(nonceBytes);

/** The base nonce XOR the chunk number, big-endian: 38 bits, so its last five bytes change. */
function nonceOf({ baseNonce }: ChunkKeys, index: number): Buffer {
  if (index >= maxChunks) throw new CryptoError('bad_input', 'A file has at most 2^38 chunks.');
  nonce.set(baseNonce);
  const low = index % 2 ** 32;
  nonce.writeUInt8(nonce.readUInt8(7) ^ ((index - low) / 2 ** 32), 7);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ low) >>> 0, 8);
  return nonce;
}
