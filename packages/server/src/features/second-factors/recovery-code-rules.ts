/** How many stand for the second factor, one time each. */
export const RECOVERY_CODES = 10;
const CODE_BYTES = 10;

/** Crockford base32: no letter that is taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten codes of 80 random bits, as they are shown: `XXXX-XXXX-XXXX-XXXX`. */
export function newRecoveryCodes(randomBytes: (size: number) => Uint8Array): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () => inGroups(base32(randomBytes(CODE_BYTES))));
}

/** What was typed, as its hash is made of: case, spaces and dashes don't count, nor does O for 0 or I or L for 1. */
export function typedRecoveryCode(text: string): string | undefined {
  const plain = text
    .toUpperCase()
    .replaceAll(/[\s\p{Dash}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(plain) ? plain : undefined;
}

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{5}/g) ?? [];
  return groups.map((five) => ALPHABET.charAt(Number.parseInt(five, 2))).join('');
}

function inGroups(text: string): string {
  return (text.match(/.{4}/g) ?? []).join('-');
}
