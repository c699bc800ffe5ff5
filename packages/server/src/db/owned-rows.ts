import type { Schema } from './schema.ts';

/**
 * Every table with rows about a person, in the order in which an erasure deletes them: a row goes before the row that
 * it refers to. A test compares this with the columns and the foreign keys of the database.
 */
export interface OwnedRows {
  readonly table: keyof Schema;
  /** The column that holds the person's id; or, for a row that leads to them, the row it refers to. */
  readonly owner:
    string | { readonly column: string; readonly of: keyof Schema; readonly by: string };
}

export const OWNED_ROWS: readonly OwnedRows[] = [
  {
    table: 'refresh_token',
    owner: { column: 'session_id', of: 'session', by: 'person_id' },
  },
  { table: 'session', owner: 'person_id' },
  { table: 'device', owner: 'person_id' },
  { table: 'totp', owner: 'person_id' },
  { table: 'recovery_code', owner: 'person_id' },
  { table: 'passkey', owner: 'person_id' },
  { table: 'one_time_token', owner: 'person_id' },
  { table: 'account_recovery', owner: 'person_id' },
  { table: 'outbox', owner: 'person_id' },
  { table: 'organisation_member', owner: 'person_id' },
  { table: 'emergency_review', owner: 'patient_id' },
  { table: 'access_question', owner: 'person_id' },
  { table: 'access_grant', owner: 'patient_id' },
  { table: 'access_grant', owner: 'grantee_id' },
  { table: 'person_index', owner: 'owner_id' },
  { table: 'account', owner: 'person_id' },
  { table: 'share_owner', owner: 'owner_id' },
  { table: 'share', owner: 'owner_id' },
  { table: 'document', owner: 'owner_id' },
  { table: 'resource_owner', owner: 'owner_id' },
  { table: 'resource_current', owner: 'owner_id' },
  { table: 'resource_history', owner: 'owner_id' },
  { table: 'legal_hold', owner: 'person_id' },
  { table: 'person_key', owner: 'person_id' },
  { table: 'person', owner: 'person_id' },
];

/** Tables that go on naming an erased person's random id, and why; nothing else of theirs. */
export const KEPT_ROWS: Readonly<Record<string, string>> = {
  'account_recovery.approved_by': 'an administrator, whose part in it the audit log keeps too',
  'access_question.asked_by':
    'a guardian who asked for somebody else, whose part in it the audit log keeps too',
  'access_question.answered_by': 'an administrator, as above',
  'alert.acknowledged_by': 'an administrator, as above',
  'emergency_review.opened_by': 'whoever opened it, whose part in it the audit log keeps too',
  'emergency_review.reviewed_by': 'an administrator, as above',
  'reidentification.requested_by': 'an administrator, as above',
  'reidentification.approved_by': 'an administrator, as above',
  'audit_event.detail_owner':
    'nulled, with the detail turned into its hash: audit/destroy-details.ts',
  'erasure.person_id': 'that it was asked for, and when it was done; what a restart goes on from',
  'key_report.person_id': 'the certificate, which names the random id',
  'share.granted_by': 'a grant, not a person',
  'restriction.person_id': 'what a restore must do again',
};
