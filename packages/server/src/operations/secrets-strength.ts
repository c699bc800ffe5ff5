import { SecretError } from './secrets-error.ts';

/** 15 is the least that NIST SP 800-63B-4 §3.1.1.2 takes for a password that stands alone; this one seals everything. */
export const PASSPHRASE_CHARACTERS_LEAST = 16;
const PASSPHRASE_DIFFERENT_LEAST = 6;

/** @throws SecretError `weak`, naming the setting and never the value. */
export function checkPassphrase(passphrase: string, setting: string): string {
  const isWeak =
    passphrase.length < PASSPHRASE_CHARACTERS_LEAST ||
    new Set(passphrase).size < PASSPHRASE_DIFFERENT_LEAST;
  if (!isWeak) return passphrase;
  throw new SecretError(
    'weak',
    setting,
    `the passphrase is too weak: at least ${PASSPHRASE_CHARACTERS_LEAST} characters, ${PASSPHRASE_DIFFERENT_LEAST} of ` +
      'them different. Make one with: npx wardkeep keys generate passphrase --out FILE',
  );
}
