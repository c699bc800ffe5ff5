import { sha256 } from '@noble/hashes/sha2.js';
import { concat, hex, utf8 } from './bytes.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** docs/formats/recovery.md, "On paper", with one big number instead of groups. */
export function writePaper(bytesAsHex: string): string {
  const digits = (bytesAsHex.length * 4) / 5;
  let number = BigInt(`0x${bytesAsHex}`);
  let text = '';
  for (let i = 0; i < digits; i += 1) {
    text = `${alphabet.charAt(Number(number % 32n))}${i > 0 && i % 4 === 0 ? '-' : ''}${text}`;
    number /= 32n;
  }
  return text;
}

export function writeRecoveryText(secret: Uint8Array): string {
  const checksum = sha256(concat(utf8('wardkeep recovery text v1'), secret)).subarray(0, 3);
  return writePaper(hex(concat(secret, checksum)));
}
