import { timingSafeEqual } from 'node:crypto';
import type { KeyedHashes } from '../../vault/index.ts';

/**
 * `id.secret` after the `#`, which no server and no proxy logs. The secret is a keyed hash of the id: nothing is stored
 * for it, so nothing has to outlive the person, and whoever copies the database can't make one.
 */
export function certificateLink(hashes: KeyedHashes, origin: string, personId: string): string {
  return `${origin}/erased#${personId}.${hashes.certificateLink(personId).toString('base64url')}`;
}

/** @returns whose certificate the token opens; undefined for one that was not made here. */
export function personOfToken(hashes: KeyedHashes, token: string): string | undefined {
  const [personId = '', secret = ''] = token.split('.');
  const given = Buffer.from(secret, 'base64url');
  const right = hashes.certificateLink(personId);
  return given.length === right.length && timingSafeEqual(given, right) ? personId : undefined;
}
