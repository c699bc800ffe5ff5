/**
 * Bytes for paper, a multiple of 5: Crockford's base32, most significant digit first, in groups of 4
 * joined by `-`.
 */
export function writePaperText(bytes: Buffer): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 5) text += toDigits(bytes.readUIntBE(i, 5));
  return (text.match(/.{4}/g) ?? []).join('-');
}

/**
 * Reads it as people copy it: any case, any spaces and dashes, `O` for `0`, `I` and `L` for `1`.
 * Nothing if that leaves anything but the digits of `length` bytes.
 */
export function readPaperText(text: string, length: number): Buffer | undefined {
  const digits = text
    .replaceAll(/[\s\p{Dash}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]*$/.test(digits) || digits.length * 5 !== length * 8) return undefined;
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i += 5) {
    const start = (i / 5) * 8;
    bytes.writeUIntBE(toNumber(digits.slice(start, start + 8)), i, 5);
  }
  return bytes;
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
