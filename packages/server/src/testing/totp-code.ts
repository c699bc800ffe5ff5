import { generateSync } from 'otplib';

/** What an authenticator app with this secret shows; `steps` of 30 s later than now. */
export function totpCode(secret: string, steps = 0): string {
  return generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * steps });
}
