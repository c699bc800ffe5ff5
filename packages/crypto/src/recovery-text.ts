import { createHash } from 'node:crypto';
import { CryptoError } from './errors.ts';

/**
 * 32 secret bytes for paper: with a checksum of 3 bytes they are exactly 56 characters of Crockford's
 * base32, in 14 groups of 4.
 */
export function writeRecoveryText(secret: Uint8Array): string {
  const bytes = Buffer.concat([secret, checksum(secret)]);
  let text = '';
  for (let i = 0; i < bytes.length; i += 5) text += toDigits(bytes.readUIntBE(i, 5));
  bytes.fill(0);
  return (text.match(/.{4}/g) ?? []).join('-');
}

/**
 * Reads it as people copy it: any case, any spaces and dashes, `O` for `0`, `I` and `L` for `1`.
 *
 * @throws {@link CryptoError} `bad_format` if characters are missing or wrong, never saying which.
 */
export function readRecoveryText(text: string): Buffer {
  const digits = text
    .replaceAll(/[\s\p{Dash}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{56}$/.test(digits)) {
    throw new CryptoError('bad_format', 'A recovery key has 56 letters and digits, no U.');
  }
  const bytes = Buffer.alloc(35);
  for (let i = 0; i < 7; i += 1)
    bytes.writeUIntBE(toNumber(digits.slice(i * 8, i * 8 + 8)), i * 5, 5);
  const secret = bytes.subarray(0, 32);
  if (checksum(secret).equals(bytes.subarray(32))) return secret;
  bytes.fill(0);
  throw new CryptoError('bad_format', 'The recovery key has a mistake in it.');
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 40 bits as 8 digits. */
function toDigits(number: number): string {
  let text = '';
  for (let rest = number; text.length < 8; rest = Math.floor(rest / 32)) {
    text = alphabet.charAt(rest % 32) + text;
  }
  return text;
}

function toNumber(digits: string): number {
  let number = 0;
  for (const digit of digits) number = number * 32 + alphabet.indexOf(digit);
  return number;
}

function checksum(secret: Uint8Array): Buffer {
  const hash = createHash('sha256').update('wardkeep recovery text v1').update(secret);
  return hash.digest().subarray(0, 3);
}
