import type { Schema } from './schema.ts';

/**
 * K2: every column of every table, and why it may be what it is.
 *
 * - `sensitive`: says who somebody is or how they are. Only ever stored sealed (`Sealed<…>`, bytea).
 * - `confidential`: a pseudonym, a keyed hash, a wrapped key, or when something happened. Useless without the keys,
 *   still not for logs.
 * - `public`: says nothing about anybody.
 *
 * The migration check, the leak scan and log redaction read this table; `satisfies` makes a missing column
 * a compile error, and a test compares it with the database itself.
 */
export type Classification = 'sensitive' | 'confidential' | 'public';

export const CLASSIFICATION = {
  deployment: {
    singleton: 'public',
    installation_id: 'public',
    set_up_at: 'public',
    recovery_confirmed_at: 'public',
    recovery_confirmed_fingerprint: 'public',
    era: 'public',
  },
  service_key: {
    name: 'public',
    version: 'public',
    wrapped: 'confidential',
    sealed_private: 'sensitive',
    public_key: 'public',
    created_at: 'public',
  },
  person: { person_id: 'confidential', created_at: 'confidential' },
  person_key: {
    person_id: 'confidential',
    purpose: 'public',
    version: 'public',
    wrapped: 'confidential',
    state: 'public',
    renew: 'public',
    created_at: 'confidential',
  },
  key_report: {
    report_id: 'public',
    kind: 'public',
    person_id: 'confidential',
    note: 'confidential',
    created_at: 'confidential',
  },
  legal_hold: { person_id: 'confidential', placed_at: 'confidential' },
  erasure: {
    person_id: 'confidential',
    requested_by: 'confidential',
    requested_at: 'confidential',
    not_before: 'confidential',
    confirmed_at: 'confidential',
    cancelled_at: 'confidential',
    begun_at: 'confidential',
    finished_at: 'confidential',
    mac: 'confidential',
  },
  restriction: {
    number: 'public',
    kind: 'confidential',
    person_id: 'confidential',
    made_at: 'confidential',
    mac: 'confidential',
  },
  account: {
    person_id: 'confidential',
    role: 'confidential',
    state: 'public',
    // HMAC under an index key: two equal e-mail addresses would show as equal, and there are none (unique).
    email_index: 'confidential',
    profile: 'sensitive',
    // bcrypt over an HMAC under a pepper that the database does not hold.
    password_hash: 'confidential',
    mac: 'confidential',
    created_at: 'confidential',
  },
  one_time_token: {
    token_hash: 'confidential',
    purpose: 'public',
    expires_at: 'public',
    used_at: 'public',
  },
  session: {
    session_id: 'confidential',
    person_id: 'confidential',
    created_at: 'confidential',
    expires_at: 'confidential',
    ended_at: 'confidential',
    end_reason: 'public',
  },
  refresh_token: {
    token_hash: 'confidential',
    session_id: 'confidential',
    created_at: 'confidential',
    used_at: 'confidential',
  },
  resource_owner: { resource_id: 'confidential', owner_id: 'confidential' },
  // The kind of record and how many there are is in the open: the gate decides on it before any key is unlocked.
  resource_current: {
    owner_id: 'confidential',
    resource_type: 'confidential',
    resource_id: 'confidential',
    version: 'confidential',
    sealed: 'sensitive',
    updated_at: 'confidential',
  },
  resource_history: {
    owner_id: 'confidential',
    resource_type: 'confidential',
    resource_id: 'confidential',
    version: 'confidential',
    sealed: 'sensitive',
    created_at: 'confidential',
  },
  document: {
    owner_id: 'confidential',
    document_id: 'confidential',
    state: 'public',
    sealed: 'sensitive',
    wrapped_key: 'confidential',
    blob_id: 'confidential',
    created_at: 'confidential',
  },
  share_owner: { token_hash: 'confidential', owner_id: 'confidential', share_id: 'confidential' },
  share: {
    owner_id: 'confidential',
    share_id: 'confidential',
    // A JWE (RSA-OAEP-256, A256GCM): ciphertext under the share key.
    token: 'confidential',
    sealed: 'sensitive',
    created_at: 'confidential',
    expires_at: 'confidential',
    revoked_at: 'confidential',
    opened: 'confidential',
    opens_most: 'confidential',
  },
  audit_event: {
    event_id: 'confidential',
    log: 'public',
    leaf_index: 'public',
    commitment: 'confidential',
    event_type: 'confidential',
    outcome: 'public',
    occurred_ms: 'confidential',
    actor_index: 'confidential',
    subject_index: 'confidential',
    detail_owner: 'confidential',
    salt_core: 'confidential',
    core: 'sensitive',
    core_hash: 'confidential',
    salt_detail: 'confidential',
    detail: 'sensitive',
    detail_hash: 'confidential',
  },
  audit_pending: { id: 'public', event_id: 'confidential' },
  audit_head: { log: 'public', size: 'public' },
  audit_tile: {
    log: 'public',
    level: 'public',
    number: 'public',
    width: 'public',
    hashes: 'public',
  },
  audit_checkpoint: { log: 'public', size: 'public', note: 'public', created_at: 'public' },
} satisfies { [Table in keyof Schema]: { [Column in keyof Schema[Table]]: Classification } };
