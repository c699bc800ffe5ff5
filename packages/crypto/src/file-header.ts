import { timingSafeEqual } from 'node:crypto';
import { notAuthentic } from './errors.ts';
import { deriveFileKeys, headerBytes, saltBytes, type FileKeys } from './file-chunk.ts';
import { fillRandom } from './random.ts';
import type { SecretKey } from './secret-key.ts';

/** A new file's header (salt and commitment) and the keys for its chunks. */
export function newFileHeader(
  key: SecretKey,
  context: Uint8Array,
): { header: Buffer; keys: FileKeys } {
  const salt = Buffer.allocUnsafe(saltBytes);
  fillRandom(salt);
  const keys = deriveFileKeys(key, salt, context);
  return { header: Buffer.concat([salt, keys.commitment]), keys };
}

/**
 * The keys for the chunks behind this header of 56 bytes.
 *
 * @throws {@link CryptoError} `not_authentic` if it is cut short or does not commit to this key, this
 * salt and this context.
 */
export function openFileHeader(key: SecretKey, context: Uint8Array, header: Uint8Array): FileKeys {
  if (header.length !== headerBytes) throw notAuthentic();
  const keys = deriveFileKeys(key, header.subarray(0, saltBytes), context);
  if (!timingSafeEqual(keys.commitment, header.subarray(saltBytes))) throw notAuthentic();
  return keys;
}
