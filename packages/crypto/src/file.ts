import { notAuthentic } from './errors.ts';
import { chunkBytes, headerBytes, openChunks, sealChunks, sealedChunkBytes } from './file-chunk.ts';
import { newFileHeader, openFileHeader } from './file-header.ts';
import { sealedFileLength } from './file-length.ts';
import { tagBytes } from './gcm.ts';
import type { SecretKey } from './secret-key.ts';

/**
 * A whole file in memory, sealed exactly as Cobblestone-256 (docs/formats/file.md).
 *
 * @param context - Where the file belongs. Authenticated, not stored; it may be empty.
 */
export function sealFileBytes(key: SecretKey, context: Uint8Array, plaintext: Uint8Array): Buffer {
  const { header, keys } = newFileHeader(key, context);
  const output = Buffer.allocUnsafeSlow(sealedFileLength(plaintext.length));
  header.copy(output);
  const count = Math.floor(plaintext.length / chunkBytes) + 1;
  sealChunks(keys, 0, { plaintext, count }, output.subarray(headerBytes));
  return output;
}

/**
 * The whole file, once all of it was verified.
 *
 * @throws {@link CryptoError} `not_authentic` unless it was sealed under this key and context and is
 * complete, `key_destroyed`.
 */
export function openFileBytes(key: SecretKey, context: Uint8Array, ciphertext: Uint8Array): Buffer {
  const keys = openFileHeader(key, context, ciphertext.subarray(0, headerBytes));
  const body = ciphertext.subarray(headerBytes);
  const fullChunks = Math.floor(body.length / sealedChunkBytes);
  if (body.length - fullChunks * sealedChunkBytes < tagBytes) throw notAuthentic();
  const output = Buffer.allocUnsafeSlow(body.length - (fullChunks + 1) * tagBytes);
  openChunks(keys, 0, body, output);
  return output;
}
