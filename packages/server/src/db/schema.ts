import type { Sealed, WrappedKey } from '@wardkeep/crypto';
import type { Generated } from 'kysely';
import type {
  AlertRule,
  ConsentTerms,
  EmergencyReason,
  EscrowSink,
  EscrowState,
  GrantKind,
  Language,
  ReviewOutcome,
  Role,
} from '@wardkeep/contract';
import type { AuditTables } from '../audit/audit-tables.ts';

/**
 * What each table holds, for Kysely. A sensitive column has the type `Sealed<…>`, which only the crypto
 * package can make: plaintext in such a column does not compile. Classified in `classification.ts`.
 */
export interface Schema extends AuditTables {
  deployment: {
    singleton: Generated<boolean>;
    installation_id: string;
    set_up_at: Date | null;
    recovery_confirmed_at: Date | null;
    recovery_confirmed_fingerprint: string | null;
    /** Goes up at every start and every rotation, here and in the key store: a database that lags was restored. */
    era: Generated<number>;
  };
  service_key: {
    name: string;
    version: number;
    wrapped: WrappedKey;
    sealed_private: Sealed<Uint8Array> | null;
    public_key: Buffer | null;
    created_at: Date;
  };
  person: { person_id: string; created_at: Date };
  person_key: {
    person_id: string;
    purpose: KeyPurpose;
    version: number;
    wrapped: WrappedKey;
    /**
     * `retired`: opens what it sealed until that is re-sealed, and seals nothing more. `revoked`: opens nothing from
     * this moment on, on any node.
     */
    state: 'active' | 'retired' | 'revoked';
    /** Marked by an incident or by age: the renewal makes a new version and re-seals everything under this one. */
    renew: Generated<boolean>;
    created_at: Date;
  };
  key_report: {
    report_id: string;
    kind: KeyReportKind;
    /** Whose erasure a certificate is about; null for everything else. */
    person_id: string | null;
    /** A signed note (C2SP): docs/formats/key-report.md. Ids, counts and times; names nobody. */
    note: string;
    created_at: Date;
  };
  legal_hold: { person_id: string; placed_at: Date };
  erasure: {
    person_id: string;
    requested_by: 'self' | 'operator';
    requested_at: Date;
    /** The waiting time ends then; a second confirmation counts only afterwards. */
    not_before: Date;
    confirmed_at: Date | null;
    cancelled_at: Date | null;
    /** From here on there is no way back, and a restart goes on. */
    begun_at: Date | null;
    finished_at: Date | null;
    /** Over all of the above but `begun_at` and `finished_at`: a row written behind the server's back erases nobody. */
    mac: Buffer;
  };
  restriction: {
    number: number;
    kind: RestrictionKind;
    person_id: string;
    made_at: Date;
    /** Over the row: only the server appends. */
    mac: Buffer;
  };
  account: {
    person_id: string;
    role: Role;
    state: AccountState;
    email_index: Buffer;
    profile: Sealed<AccountProfile>;
    password_hash: string;
    /** `required` from the first factor on. */
    second_factor: Generated<SecondFactor>;
    /** HMAC over person, role, state and second factor: a row that was altered in the database is nobody's. */
    mac: Buffer;
    created_at: Date;
    password_changed_at: Date;
  };
  one_time_token: {
    token_hash: Buffer;
    purpose: TokenPurpose;
    /** Whose it is; null for somebody without an account yet. */
    person_id: Generated<string | null>;
    /** What it will do, where the link is too short to say so. */
    sealed: Generated<Sealed<StoredJsonObject> | null>;
    expires_at: Date;
    used_at: Date | null;
  };
  device: {
    device_id: string;
    person_id: string;
    token_hash: Buffer;
    sealed: Sealed<DeviceDetail>;
    created_at: Date;
    last_seen_at: Date;
  };
  session: {
    session_id: string;
    person_id: string;
    device_id: string;
    /** The proofs that were given, joined by `+`. */
    methods: string;
    /** When the newest proof was given. */
    proved_at: Date;
    last_seen_at: Date;
    sealed: Sealed<SessionDetail>;
    /** Over session, person, end, device, methods and proved_at. */
    mac: Buffer;
    created_at: Date;
    expires_at: Date;
    ended_at: Date | null;
    end_reason: string | null;
  };
  refresh_token: { token_hash: Buffer; session_id: string; created_at: Date; used_at: Date | null };
  totp: {
    person_id: string;
    sealed: Sealed<TotpDetail>;
    created_at: Date;
    confirmed_at: Date | null;
    last_step: Generated<number>;
  };
  recovery_code: {
    person_id: string;
    code_hash: Buffer;
    created_at: Date;
    used_at: Date | null;
  };
  passkey: {
    passkey_id: string;
    person_id: string;
    credential_id: Buffer;
    public_key: Buffer;
    sign_count: number;
    sealed: Sealed<PasskeyDetail>;
    /** Over person, credential id and public key. */
    mac: Buffer;
    created_at: Date;
    last_used_at: Date | null;
  };
  account_recovery: {
    person_id: string;
    requested_at: Date;
    not_before: Date;
    approved_at: Date | null;
    approved_by: string | null;
    ended_at: Date | null;
    /** Over all of the above. */
    mac: Buffer;
  };
  outbox: {
    outbox_id: string;
    person_id: string | null;
    sealed: Sealed<OutboxDetail>;
    created_at: Date;
    attempts: Generated<number>;
    next_attempt_at: Date;
    last_error: string | null;
  };
  guess: { subject: Buffer; wrong: number; since: Date };
  request_count: { subject: Buffer; window_start: Date; requests: number };
  resource_owner: { resource_id: string; owner_id: string };
  resource_current: StoredResource & { updated_at: Date };
  resource_history: StoredResource & { created_at: Date };
  document: {
    owner_id: string;
    document_id: string;
    state: 'pending' | 'stored';
    sealed: Sealed<DocumentDetail>;
    wrapped_key: WrappedKey | null;
    blob_id: string | null;
    created_at: Date;
  };
  share_owner: { token_hash: Buffer; owner_id: string; share_id: string };
  share: {
    owner_id: string;
    share_id: string;
    token: string;
    sealed: Sealed<ShareDetail>;
    created_at: Date;
    expires_at: Date;
    revoked_at: Date | null;
    opened: Generated<number>;
    opens_most: number | null;
    /** The grant that somebody else made it under; null for the patient's own. */
    granted_by: Generated<string | null>;
  };
  organisation: { organisation_id: string; sealed: Sealed<OrganisationDetail>; created_at: Date };
  directory_record: {
    organisation_id: string;
    resource_type: string;
    resource_id: string;
    version: number;
    /** The one that is there now, also where it says that the record was deleted. */
    is_newest: boolean;
    sealed: Sealed<StoredJson>;
    /** Picks the key of the day. */
    written_at: Date;
  };
  organisation_member: {
    person_id: string;
    organisation_id: string;
    since: Date;
    ended_at: Date | null;
    mac: Buffer;
  };
  access_grant: {
    patient_id: string;
    grant_id: string;
    kind: GrantKind;
    state: GrantState;
    grantee_id: string | null;
    organisation_id: string | null;
    parent_id: string | null;
    pseudonym: string | null;
    version: number;
    valid_from: Date;
    valid_until: Date | null;
    sealed: Sealed<GrantDetail>;
    /** Over all of the above but pseudonym and sealed: a row that somebody wrote lets nobody in. */
    mac: Buffer;
    created_at: Date;
  };
  person_index: { owner_id: string; field: PersonIndexField; token: Buffer };
  emergency_review: {
    patient_id: string;
    grant_id: string;
    opened_by: string;
    opened_at: Date;
    ended_at: Date | null;
    due_at: Date;
    accesses: Generated<number>;
    disputed_at: Date | null;
    reviewed_at: Date | null;
    reviewed_by: string | null;
    outcome: ReviewOutcome | null;
    reminded_at: Date | null;
    sealed: Sealed<EmergencyDetail>;
    mac: Buffer;
  };
  reidentification: {
    request_id: string;
    requested_by: string;
    requested_at: Date;
    expires_at: Date;
    approved_by: string | null;
    approved_at: Date | null;
    refused_at: Date | null;
    read_at: Date | null;
    sealed: Sealed<ReidentificationDetail>;
    mac: Buffer;
  };
  escrow: {
    sink: EscrowSink;
    kind: 'checkpoint' | 'restrictions';
    log: string | null;
    size: number | null;
    delivered_at: Date | null;
    failed_at: Date | null;
    failure: string | null;
    attempts: Generated<number>;
    next_attempt_at: Date;
    compared_at: Date | null;
    verdict: EscrowState['verdict'];
  };
  escrow_count: { sink: EscrowSink; place: string; log: string; notes: number; size: number };
  alert: {
    alert_id: string;
    rule: AlertRule;
    about: Buffer | null;
    first_at: Date;
    last_at: Date;
    count: number;
    acknowledged_at: Date | null;
    acknowledged_by: string | null;
    sealed: Sealed<AlertDetail>;
  };
  alert_cursor: { log: string; next_leaf: number };
  security_count: { hour: Date; event_type: string; outcome: string; role: string; events: number };
  webhook_outbox: {
    webhook_id: string;
    sealed: Sealed<WebhookDetail>;
    created_at: Date;
    attempts: Generated<number>;
    next_attempt_at: Date;
    last_error: string | null;
  };
  access_question: {
    person_id: string;
    question_id: string;
    event_id: string;
    asked_by: string;
    asked_at: Date;
    answered_by: string | null;
    answered_at: Date | null;
    sealed: Sealed<QuestionDetail>;
  };
}

export type KeyReportKind =
  'rotation' | 'revocation' | 'provider-migration' | 'erasure' | 'restore';
/** What a restore must do again before it serves. */
export type RestrictionKind =
  'person-erased' | 'person-suspended' | 'person-resumed' | 'person-held' | 'person-released';
/** What a person's keys are for: an account scope opens no chart, an audit scope opens audit detail only. */
export type KeyPurpose = 'account' | 'chart' | 'audit';

interface StoredResource {
  owner_id: string;
  resource_type: string;
  resource_id: string;
  version: number;
  sealed: Sealed<StoredJson>;
}

/** A FHIR resource as stored: JSON with `id` and `meta` as served. */
export type StoredJson = { readonly resourceType: string; readonly [member: string]: unknown };
export type AccountProfile = {
  readonly email: string;
  readonly displayName: string;
  /** Absent in accounts of the first release. */
  readonly language?: Language;
};
export type AccountState = 'active' | 'suspended' | 'deactivated';
export type SecondFactor = 'none' | 'required';
export type TokenPurpose =
  | 'set-up'
  | 'invitation'
  | 'sign-up'
  | 'email-change'
  | 'password-reset'
  | 'passkey-challenge'
  | 'recovery-cancellation'
  | 'consent-offer'
  | 'guardian-offer'
  | 'hand-over';
export type StoredJsonObject = { readonly [member: string]: unknown };
export type DeviceDetail = {
  /** What its owner calls it; null until they do. */
  readonly name: string | null;
  /** What its browser says of itself, in words: `Firefox on Windows`. */
  readonly browser: string;
  /** ISO 3166-1 alpha-2 of every country it was used in. */
  readonly countries: readonly string[];
};
export type SessionDetail = { readonly address: string | null; readonly country: string | null };
/** `secret` in base32 (RFC 4648). */
export type TotpDetail = {
  readonly secret: string;
  /** Of another app, which takes its place once a code of it was shown. */
  readonly pending?: string;
};
export type PasskeyDetail = {
  readonly name: string;
  readonly transports: readonly string[];
  readonly isBackedUp: boolean;
};
/** One e-mail, before it is written out in somebody's language. */
export type OutboxDetail = {
  readonly template: string;
  /** Only for somebody without an account, or an address that is one no more. */
  readonly address: string | null;
  readonly language: Language | null;
  readonly values: Readonly<Record<string, string>>;
};
export type DocumentDetail = {
  readonly title: string;
  readonly fileName: string;
  readonly mediaType: string | null;
  readonly sizeBytes: number | null;
};
export type ShareDetail = {
  readonly label: string;
  /** The link's id, so that the patient can show the same QR code again. */
  readonly linkId: string;
  /** SHA-256 of the token (hex): a token that somebody else made for this share opens nothing. */
  readonly tokenHash: string;
  readonly recordCount: number;
  readonly documentCount: number;
  /**
   * The grant that somebody else made it under; absent for the patient's own. The column of that name finds links to end:
   * this one decides.
   */
  readonly grantedBy?: string;
};

export type OrganisationDetail = { readonly name: string };
export type GrantState = 'offered' | 'active' | 'declined' | 'revoked' | 'left';
/** What a grant covers, under the patient's chart key. */
export type GrantDetail = {
  /** The patient's own word for whom it is; null for guardians and emergencies. */
  readonly label: string | null;
  /** How the other side sees whose chart it is. */
  readonly patientLabel: string | null;
  /** Null where everything is open to reading: guardians and emergencies. */
  readonly terms: ConsentTerms | null;
  /** What waits for the other side's yes. */
  readonly proposed: { readonly terms: ConsentTerms; readonly until: string | null } | null;
  /** The first day (UTC, ISO 8601) on which a guardian sees nothing any more: it would tell a birth date. */
  readonly endsOn: string | null;
};
/** `identifier`: with its system; `identifier-value`: without. */
export type PersonIndexField =
  | 'identifier'
  | 'identifier-value'
  | 'name-and-birth-date'
  | 'indexed'
  | `find.${'identifier' | 'identifier-value' | 'email' | 'phone' | 'family' | 'given' | 'family+given' | 'birthdate'}`;
export type EmergencyDetail = {
  readonly reason: EmergencyReason;
  readonly words: string;
  /** ISO 8601; the grant may be gone with whoever opened it. */
  readonly until: string;
  readonly disputeWords: string | null;
  readonly reviewWords: string | null;
};
export type AlertDetail = {
  readonly personId: string | null;
  readonly address: string | null;
  /** The newest first, a few. */
  readonly eventIds: readonly string[];
  /** What whoever acknowledged it wrote. */
  readonly words: string | null;
  /** When it was last told of, and how many there were then. */
  readonly told: { readonly atMs: number; readonly count: number };
};
/** One signed call: the body as it is sent. */
export type WebhookDetail = { readonly kind: 'alert' | 'checkpoint'; readonly body: string };
/** What was asked about one access, under the person's account key. */
export type QuestionDetail = { readonly words: string; readonly answer: string | null };
export type ReidentificationDetail = { readonly pseudonym: string; readonly reason: string };
