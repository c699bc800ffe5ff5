import { generateSecret, generateURI, verifySync } from 'otplib';

/** RFC 6238: SHA-1, six digits, 30 seconds, which is what every authenticator app understands. */
const PERIOD_S = 30;
/** 160 bits: the length of the hash (RFC 4226 §4, R6). */
const SECRET_BYTES = 20;

/** base32 (RFC 4648). */
export function newTotpSecret(): string {
  return generateSecret({ length: SECRET_BYTES });
}

/** For a QR code. The app shows the issuer and the label; neither is read back. */
export function totpUri(secret: string, label: string): string {
  return generateURI({ issuer: 'Wardkeep', label, secret, period: PERIOD_S });
}

/**
 * The time step of which this is the code: this one, or one before or after it for clocks that differ (RFC 6238 §5.2).
 * Undefined for any other code, and for what is no code at all.
 */
export function totpStep(secret: string, code: string, now: Date): number | undefined {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({
    strategy: 'totp',
    secret,
    token,
    epoch,
    period: PERIOD_S,
    epochTolerance: PERIOD_S,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}
