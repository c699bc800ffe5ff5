/** One word of the contract's closed union of actions, such as `record.read` or `session.sign-in`. It is in the leaf. */
export type AuditedAction = string;

/** One word of the contract's closed union of roles. Sealed in the core. */
export type AuditedRole = string;

/** `refused`: the gate said no. `failed`: the gate said yes and the work then threw. */
export type AuditOutcome = 'success' | 'refused' | 'failed';

/** Why the actor was let in. There is no other way in; null where no person's data was asked for. */
export type AuditRelationship =
  'self' | 'guardian' | 'consent' | 'care-team' | 'share' | 'emergency' | 'duty';

/** HL7 v3 PurposeOfUse codes (the value set that BALP's AuditEvent profiles name). */
export type AuditPurpose =
  'TREAT' | 'ETREAT' | 'HPAYMT' | 'HOPERAT' | 'HRESCH' | 'PATRQT' | 'FAMRQT' | 'HSYSADMIN';

export interface AuditActor {
  /** Null for a caller whom nobody could name: a failed sign-in, somebody who holds a share link. */
  readonly personId: string | null;
  readonly role: AuditedRole | null;
  readonly shareId?: string | null;
}

export interface AuditedResource {
  readonly type: string;
  readonly id: string;
  readonly version?: number;
}

/** Who, what, why: kept for the log's retention, sealed under the year's audit-core key. */
export interface AuditCore {
  readonly actor: AuditActor;
  readonly action: AuditedAction;
  readonly outcome: AuditOutcome;
  /** The person's keyed index token, base64url: a pseudonym, so that erasing a person leaves no id of theirs here. */
  readonly subject: string | null;
  readonly relationship: AuditRelationship | null;
  readonly purposeOfUse: AuditPurpose | null;
  readonly requestId: string;
  /** The client's IP address as the proxy settings let us know it. */
  readonly address: string | null;
  /** What the actor gave as the reason, as in an emergency access. */
  readonly reason?: string;
  /** How many equal refusals arrived together and are this one event; absent for one. */
  readonly repeated?: number;
}

/** Whom and which: destroyed with the person, sealed under the person's audit-detail key. */
export interface AuditDetail {
  readonly personId: string | null;
  readonly resources: readonly AuditedResource[];
  readonly query?: string;
  /** How many results were released. */
  readonly count?: number;
  /** SHA-256, lower-case hex, of each sealed value written: shows later that an older value was put back. */
  readonly ciphertextHashes?: readonly string[];
}

/** What the gate hands over. Time, ids and salts are added while appending. */
export interface NewAuditEvent extends Omit<AuditCore, 'subject'> {
  /** Whom the event is about; null: nobody, the detail is sealed under the deployment's key. */
  readonly personId: string | null;
  readonly detail: Omit<AuditDetail, 'personId'>;
}
