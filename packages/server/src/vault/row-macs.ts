import type { SecondFactor } from '../db/schema.ts';
import type { Restriction } from './restrictions.ts';

/**
 * MACs over what decides in a row, under a key that the database does not hold: whoever writes to the database gives
 * nobody anything by it. The text of each is what it has always been; a change to one is a migration.
 */
export interface RowMacs {
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
  /** Who was let in to whose chart: a row that somebody wrote into the database lets nobody in. 16 bytes. */
  grant(row: {
    readonly patientId: string;
    readonly grantId: string;
    readonly kind: string;
    readonly state: string;
    readonly granteeId: string | null;
    readonly organisationId: string | null;
    readonly parentId: string | null;
    readonly version: number;
    readonly validFrom: Date;
    readonly validUntil: Date | null;
  }): Buffer;
  /** Who works where. 16 bytes. */
  member(row: {
    readonly personId: string;
    readonly organisationId: string;
    readonly since: Date;
    readonly endedAt: Date | null;
  }): Buffer;
  /** What was opened in an emergency, and what became of it. 16 bytes. */
  emergencyReview(row: {
    readonly patientId: string;
    readonly grantId: string;
    readonly openedBy: string;
    readonly openedAt: Date;
    readonly endedAt: Date | null;
    readonly dueAt: Date;
    readonly disputedAt: Date | null;
    readonly reviewedAt: Date | null;
    readonly reviewedBy: string | null;
    readonly outcome: string | null;
  }): Buffer;
  /** Two persons, behind nobody's back. 16 bytes. */
  reidentification(row: {
    readonly requestId: string;
    readonly requestedBy: string;
    readonly requestedAt: Date;
    readonly expiresAt: Date;
    readonly approvedBy: string | null;
    readonly approvedAt: Date | null;
    readonly refusedAt: Date | null;
    readonly readAt: Date | null;
  }): Buffer;
  /** A line of the restriction list, in its place: one that somebody wrote into the database is never signed. 16 bytes. */
  restrictionRow(row: Restriction): Buffer;
}

export function rowMacs(macOf: (row: string, text: string) => Buffer): RowMacs {
  const mac = (row: string, parts: readonly (Date | string | number | null)[]): Buffer => {
    const told = parts.map((part) => (part instanceof Date ? part.getTime() : (part ?? '-')));
    return macOf(row, told.join('\n'));
  };
  return {
    account: ({ personId, role, state, secondFactor }) =>
      mac('account', [personId, role, state, secondFactor]),
    session: ({ sessionId, personId, deviceId, methods, expiresAt, provedAt }) =>
      mac('session', [sessionId, personId, deviceId, methods, expiresAt, provedAt]),
    passkey: ({ personId, credentialId, publicKey }) =>
      mac('passkey', [personId, hex(credentialId), hex(publicKey)]),
    accountRecovery: ({ personId, approvedBy, ...row }) => {
      const times = [row.requestedAt, row.notBefore, row.approvedAt, row.endedAt];
      return mac('account-recovery', [personId, approvedBy, ...times]);
    },
    erasureRow: ({ personId, requestedBy, ...row }) => {
      const times = [row.requestedAt, row.notBefore, row.confirmedAt, row.cancelledAt];
      return mac('erasure', [personId, requestedBy, ...times]);
    },
    grant: (row) => {
      const ids = [row.patientId, row.grantId, row.granteeId, row.organisationId, row.parentId];
      const times = [row.validFrom, row.validUntil];
      return mac('grant', [...ids, row.kind, row.state, row.version, ...times]);
    },
    member: ({ personId, organisationId, since, endedAt }) =>
      mac('member', [personId, organisationId, since, endedAt]),
    emergencyReview: ({ patientId, grantId, openedBy, reviewedBy, outcome, ...row }) => {
      const times = [row.openedAt, row.endedAt, row.dueAt, row.disputedAt, row.reviewedAt];
      return mac('emergency', [patientId, grantId, openedBy, reviewedBy, outcome, ...times]);
    },
    reidentification: ({ requestId, requestedBy, approvedBy, ...row }) => {
      const times = [row.requestedAt, row.expiresAt, row.approvedAt, row.refusedAt, row.readAt];
      return mac('reidentification', [requestId, requestedBy, approvedBy, ...times]);
    },
    restrictionRow: ({ number, kind, personId, madeAt }) =>
      mac('restriction', [number, kind, personId, madeAt]),
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
