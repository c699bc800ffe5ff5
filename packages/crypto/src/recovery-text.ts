import { createHash } from 'node:crypto';
import { CryptoError } from './errors.ts';
import { readPaperText, writePaperText } from './paper-text.ts';

/** 32 secret bytes for paper: with a checksum of 3 bytes they are exactly 56 characters. */
export function writeRecoveryText(secret: Uint8Array): string {
  const bytes = Buffer.concat([secret, checksum(secret)]);
  const text = writePaperText(bytes);
  bytes.fill(0);
  return text;
}

/**
 * Reads it however it was typed.
 *
 * @throws {@link CryptoError} `bad_format` if characters are missing or wrong, never saying which.
 */
export function readRecoveryText(text: string): Buffer {
  const bytes = readPaperText(text, 35);
  if (!bytes) {
    throw new CryptoError('bad_format', 'A recovery key has 56 letters and digits, no U.');
  }
  const secret = bytes.subarray(0, 32);
  if (checksum(secret).equals(bytes.subarray(32))) return secret;
  bytes.fill(0);
  throw new CryptoError('bad_format', 'The recovery key has a mistake in it.');
}

function checksum(secret: Uint8Array): Buffer {
  const hash = createHash('sha256').update('wardkeep recovery text v1').update(secret);
  return hash.digest().subarray(0, 3);
}
