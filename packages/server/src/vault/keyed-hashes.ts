import { blindIndex } from '@wardkeep/crypto';
import type { SecondFactor, TokenPurpose } from '../db/schema.ts';
import type { Restriction } from './restrictions.ts';
import type { ServiceKeys } from './service-keys.ts';

/** What wrong guesses and requests are counted by. */
export type CountedKind =
  'guess.account' | 'guess.device' | 'guess.address' | 'requests.address' | 'requests.person';

/** HMACs under service keys: equal inputs are found, nothing is read back. docs/formats/blind-index.md. */
export interface KeyedHashes {
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
  /** What an account may do, so that a role written into the database counts for nothing. 16 bytes. */
  account(row: {
    readonly personId: string;
    readonly role: string;
    readonly state: string;
    readonly secondFactor: SecondFactor;
  }): Buffer;
  /** What a session may do and until when: proofs that were never given count for nothing. 16 bytes. */
  session(row: {
    readonly sessionId: string;
    readonly personId: string;
    readonly deviceId: string;
    readonly expiresAt: Date;
    readonly methods: string;
    readonly provedAt: Date;
  }): Buffer;
  /** A passkey that somebody wrote into the database signs nobody in. 16 bytes. */
  passkey(row: {
    readonly personId: string;
    readonly credentialId: Uint8Array;
    readonly publicKey: Uint8Array;
  }): Buffer;
  /** The way around a lost second factor: nobody asks or approves behind the server's back. 16 bytes. */
  accountRecovery(row: {
    readonly personId: string;
    readonly requestedAt: Date;
    readonly notBefore: Date;
    readonly approvedAt: Date | null;
    readonly approvedBy: string | null;
    readonly endedAt: Date | null;
  }): Buffer;
  /** What was asked and confirmed about an erasure: a row that somebody wrote into the database erases nobody. 16 bytes. */
  erasureRow(row: {
    readonly personId: string;
    readonly requestedBy: string;
    readonly requestedAt: Date;
    readonly notBefore: Date;
    readonly confirmedAt: Date | null;
    readonly cancelledAt: Date | null;
  }): Buffer;
  /** A line of the restriction list, in its place: one that somebody wrote into the database is never signed. 16 bytes. */
  restrictionRow(row: Restriction): Buffer;
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
    account: ({ personId, role, state, secondFactor }) =>
      hash('accounts', 'account', [personId, role, state, secondFactor].join('\n')),
    session: ({ sessionId, personId, deviceId, expiresAt, methods, provedAt }) => {
      const times = [expiresAt.getTime(), provedAt.getTime()];
      return hash(
        'accounts',
        'session',
        [sessionId, personId, deviceId, methods, ...times].join('\n'),
      );
    },
    passkey: ({ personId, credentialId, publicKey }) =>
      hash('accounts', 'passkey', [personId, hex(credentialId), hex(publicKey)].join('\n')),
    accountRecovery: ({ personId, approvedBy, ...row }) => {
      const times = [row.requestedAt, row.notBefore, row.approvedAt, row.endedAt];
      const told = times.map((at) => at?.getTime() ?? '-');
      return hash(
        'accounts',
        'account-recovery',
        [personId, approvedBy ?? '-', ...told].join('\n'),
      );
    },
    erasureRow: ({ personId, requestedBy, ...row }) => {
      const times = [row.requestedAt, row.notBefore, row.confirmedAt, row.cancelledAt];
      const told = times.map((at) => at?.getTime() ?? '-');
      return hash('accounts', 'erasure', [personId, requestedBy, ...told].join('\n'));
    },
    restrictionRow: ({ number, kind, personId, madeAt }) =>
      hash('accounts', 'restriction', [number, kind, personId, madeAt.getTime()].join('\n')),
    csrf: (sessionId) => hash('csrf', 'session.csrf', sessionId).toString('base64url'),
    resourceId: ({ personId, type, fullUrl }) =>
      uuidV8(hash('index-resource-id', 'resource.id', `${personId}\n${type}\n${fullUrl}`)),
  };
}

type HashKeyName =
  'pepper' | 'tokens' | 'accounts' | 'csrf' | 'index-resource-id' | 'index-counted';

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
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
