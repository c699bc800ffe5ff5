import { blindIndex } from '@wardkeep/crypto';
import type { ServiceKeys } from './service-keys.ts';

/** HMACs under service keys: equal inputs are found, nothing is read back. docs/formats/blind-index.md. */
export interface KeyedHashes {
  /** Finds an account by its e-mail address. 16 bytes. */
  email(address: string): Buffer;
  /** The pre-hash that bcrypt gets: 256 bits, base64, so that no byte of a long password is lost (bcrypt reads 72). */
  password(password: string): string;
  csrf(sessionId: string): string;
  /** The same entry of the same file gets the same id again, and the id says nothing. A UUIDv8 (RFC 9562 §5.8). */
  resourceId(personId: string, fullUrl: string): string;
}

export function keyedHashes(service: ServiceKeys): KeyedHashes {
  return {
    email: (address) =>
      blindIndex(
        service.symmetric('index-email'),
        { field: 'account.email', normaliser: 'email-v1' },
        address,
      ),
    password: (password) =>
      blindIndex(
        service.symmetric('pepper'),
        { field: 'account.password', normaliser: 'exact-v1', bytes: 32 },
        password.normalize('NFC'),
      ).toString('base64'),
    csrf: (sessionId) =>
      blindIndex(
        service.symmetric('csrf'),
        { field: 'session.csrf', normaliser: 'exact-v1' },
        sessionId,
      ).toString('base64url'),
    resourceId: (personId, fullUrl) =>
      uuidV8(
        blindIndex(
          service.symmetric('index-resource-id'),
          { field: 'resource.id', normaliser: 'exact-v1' },
          `${personId}\n${fullUrl}`,
        ),
      ),
  };
}

function uuidV8(bytes: Buffer): string {
  const octets = Uint8Array.from(bytes);
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x80;
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(octets).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
