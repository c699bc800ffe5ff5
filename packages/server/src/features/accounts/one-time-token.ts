import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in a link that works once; only its hash is stored. */
export function newOneTimeToken(): { readonly token: string; readonly tokenHash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: oneTimeTokenHash(token) };
}

export function oneTimeTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
