import { blindIndex, normalise, type Normaliser } from '@wardkeep/crypto';
import type { PersonIndexField, TokenPurpose } from '../db/schema.ts';
import { rowMacs, type RowMacs } from './row-macs.ts';
import type { ServiceKeys } from './service-keys.ts';

/** What wrong guesses and requests are counted by. */
export type CountedKind =
  'guess.account' | 'guess.device' | 'guess.address' | 'requests.address' | 'requests.person';

/** HMACs under service keys: equal inputs are found, nothing is read back. docs/formats/blind-index.md. */
export interface KeyedHashes extends RowMacs {
  /** Finds an account by its e-mail address. 16 bytes. */
  email(address: string): Buffer;
  /**
   * The pre-hash that bcrypt gets: 256 bits, base64, so that no byte of a long password is lost (bcrypt reads 72).
   * Bound to the person: a hash copied to another account's row matches no password.
   */
  password(personId: string, password: string): string;
  /** Bound to session, person and end: whoever can write to the database can neither make a token nor move one. 32 bytes. */
  refreshToken(token: {
    readonly sessionId: string;
    readonly personId: string;
    readonly expiresAt: Date;
    readonly secret: string;
  }): Buffer;
  /** Of a link that works once, for one purpose. 32 bytes. */
  oneTimeToken(purpose: TokenPurpose, token: string): Buffer;
  /** Of the cookie that tells a device that was here before; bound to whose it is. 32 bytes. */
  deviceToken(personId: string, token: string): Buffer;
  /** Of a recovery code; bound to whose it is. 32 bytes. */
  recoveryCode(personId: string, code: string): Buffer;
  /** What is counted: wrong guesses and requests, by account, device or address. 16 bytes. */
  counted(kind: CountedKind, value: string): Buffer;
  /** The secret of the link to a person's erasure certificate: nothing is stored that could outlive them. 32 bytes. */
  certificateLink(personId: string): Buffer;
  /** Finds a person by an exact fact, already normalised. 16 bytes. */
  personIndex(field: PersonIndexField, value: string): Buffer;
  /**
   * Finds people by what several may share: normalised here, and cut to as few bytes as the field is to tell. Undefined
   * where nothing is left of the value.
   */
  personTerm(
    field: PersonIndexField,
    value: string,
    how: { readonly normaliser: Normaliser; readonly bytes: number },
  ): Buffer | undefined;
  /**
   * The same person or record has the same pseudonym for the same purpose, and no other: two purposes can't be joined.
   * 16 bytes, for `uuidV8`, or as text.
   */
  pseudonym(purpose: string, id: string): Buffer;
  csrf(sessionId: string): string;
  /**
   * The same entry of the same file gets the same id again, and the id says nothing. Of its type too: one id never
   * stands for two records. A UUIDv8 (RFC 9562 §5.8).
   */
  resourceId(entry: {
    readonly personId: string;
    readonly type: string;
    readonly fullUrl: string;
  }): string;
}

export function keyedHashes(service: ServiceKeys): KeyedHashes {
  const hash = (name: HashKeyName, field: string, value: string, bytes = 16): Buffer =>
    blindIndex(service.symmetric(name), { field, normaliser: 'exact-v1', bytes }, value);
  return {
    ...rowMacs((row, text) => hash('accounts', row, text)),
    email: (address) => {
      const index = { field: 'account.email', normaliser: 'email-v1' } as const;
      // What is no address at all finds nobody, like any other that is unknown.
      const text = address.trim() === '' ? 'nobody' : address.toWellFormed();
      return blindIndex(service.symmetric('index-email'), index, text);
    },
    password: (personId, password) => {
      const bound = `${personId}\n${password.normalize('NFC')}`;
      return hash('pepper', 'account.password', bound, 32).toString('base64');
    },
    refreshToken: ({ sessionId, personId, expiresAt, secret }) =>
      hash(
        'tokens',
        'session.refresh',
        `${sessionId}\n${personId}\n${expiresAt.getTime()}\n${secret}`,
        32,
      ),
    oneTimeToken: (purpose, token) => hash('tokens', `one-time-token.${purpose}`, token, 32),
    certificateLink: (personId) => hash('tokens', 'erasure.certificate', personId, 32),
    deviceToken: (personId, token) => hash('tokens', 'session.device', `${personId}\n${token}`, 32),
    recoveryCode: (personId, code) => hash('tokens', 'recovery-code', `${personId}\n${code}`, 32),
    counted: (kind, value) => hash('index-counted', kind, value),
    personIndex: (field, value) => hash('index-person', `person.${field}`, value),
    personTerm: (field, value, { normaliser, bytes }) => {
      const text = value.toWellFormed();
      if (normalise(normaliser, text) === '') return undefined;
      const key = service.symmetric('index-person');
      return blindIndex(key, { field: `person.${field}`, normaliser, bytes }, text);
    },
    pseudonym: (purpose, id) => hash('pseudonyms', `pseudonym.${purpose}`, id),
    csrf: (sessionId) => hash('csrf', 'session.csrf', sessionId).toString('base64url'),
    resourceId: ({ personId, type, fullUrl }) =>
      uuidV8(hash('index-resource-id', 'resource.id', `${personId}\n${type}\n${fullUrl}`)),
  };
}

type HashKeyName =
  | 'pepper'
  | 'tokens'
  | 'accounts'
  | 'csrf'
  | 'index-resource-id'
  | 'index-counted'
  | 'index-person'
  | 'pseudonyms';

/** A UUIDv8 (RFC 9562 §5.8), where an id is asked for. */
export function uuidV8(bytes: Buffer): string {
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
