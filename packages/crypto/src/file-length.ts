import { CryptoError } from './errors.ts';
import { chunkBytes, headerBytes, maxChunks, sealedChunkBytes } from './file-chunk.ts';
import { tagBytes } from './gcm.ts';

/**
 * Bytes of the sealed form of a file: 56, and 16 for each started chunk of 16 KiB.
 *
 * @throws {@link CryptoError} `bad_input` unless it is a length, below 4 PiB.
 */
export function sealedFileLength(plaintextLength: number): number {
  if (!Number.isSafeInteger(plaintextLength) || plaintextLength < 0) {
    throw new CryptoError('bad_input', 'A length is a whole number, not below 0.');
  }
  const chunks = Math.floor(plaintextLength / chunkBytes) + 1;
  if (chunks > maxChunks) throw new CryptoError('bad_input', 'A file has at most 2^38 chunks.');
  return headerBytes + plaintextLength + chunks * tagBytes;
}

/**
 * Bytes of the file in a sealed form of this length. It is what the length says, not yet authentic.
 *
 * @throws {@link CryptoError} `bad_format` if no file has a sealed form of this length.
 */
export function openedFileLength(sealedLength: number): number {
  const body = sealedLength - headerBytes;
  const fullChunks = Math.floor(body / sealedChunkBytes);
  const last = body - fullChunks * sealedChunkBytes - tagBytes;
  const valid = Number.isSafeInteger(sealedLength) && body >= tagBytes && last >= 0;
  if (valid && fullChunks < maxChunks) return fullChunks * chunkBytes + last;
  throw new CryptoError('bad_format', 'No sealed file has this length.');
}
