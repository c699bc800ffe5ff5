import { randomBytes } from 'node:crypto';

/** 256 random bits in a link that works once; only a keyed hash of it is stored. */
export function newOneTimeToken(): string {
  return randomBytes(32).toString('base64url');
}
