import { randomBytes } from 'node:crypto';
import { Role } from '@wardkeep/contract';

/** What a link that works once is good for. It is in the token itself, and the token's keyed hash covers it. */
export interface OneTimeToken {
  readonly text: string;
  readonly role: Role;
  readonly expiresAt: Date;
}

/** `role.end.secret`: 256 random bits; only a keyed hash of the whole is stored. */
export function newOneTimeToken(role: Role, expiresAt: Date): OneTimeToken {
  const secret = randomBytes(32).toString('base64url');
  return { text: `${role}.${expiresAt.getTime()}.${secret}`, role, expiresAt };
}

/** What the text says of itself; believed only once its hash was found. */
export function readOneTimeToken(text: string): OneTimeToken | undefined {
  const [, role, end] = /^([a-z]+)\.(\d{1,15})\.[A-Za-z0-9_-]{43}$/.exec(text) ?? [];
  const known = Role.safeParse(role);
  return known.success ? { text, role: known.data, expiresAt: new Date(Number(end)) } : undefined;
}
