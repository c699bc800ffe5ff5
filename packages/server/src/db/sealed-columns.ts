import type { KeyPurpose, Schema } from './schema.ts';

/**
 * Where every sealed value of a person lives: the one list that renewal re-seals by, and that says under which name a
 * value is sealed. A test compares it with CLASSIFICATION, and opens everything that the product stores through it.
 */
export interface SealedColumn {
  readonly table: keyof Schema;
  readonly column: string;
  /** The column that says whose it is. */
  readonly owner: string;
  readonly purpose: KeyPurpose;
  /** The rest of the primary key; with the owner it names one row. */
  readonly key: readonly string[];
  /** What `name` reads beside the key. */
  readonly names: readonly string[];
  /** The logical name that is authenticated with the value (docs/formats/key-store.md, "Places in use"). */
  name(row: SealedRow): string;
  /** How an audit event names it. */
  resource(row: SealedRow): SealedResource;
  /** Another table that holds the very same ciphertext; both change together. */
  readonly copy?: SealedCopy;
  /** A file with a key of its own, which the person's key wraps. */
  readonly file?: SealedFile;
  /**
   * True where the ciphertext can't change: the signed audit tree commits to its hash. A retired key version goes on
   * opening such values, until the person is erased.
   */
  readonly keepsItsKey?: true;
}

export type SealedRow = Readonly<Record<string, unknown>>;

export interface SealedResource {
  readonly type: string;
  readonly id: string;
  readonly version?: number;
}

export interface SealedCopy {
  readonly table: keyof Schema;
  /** Columns of the copy that must equal those of the original, beside owner and ciphertext. */
  readonly matches: readonly string[];
}

export interface SealedFile {
  readonly wrappedKey: string;
  readonly blobId: string;
  fileId(row: SealedRow): string;
}

export function recordName(record: {
  readonly type: string;
  readonly id: string;
  readonly version: number;
}): string {
  return `${record.type}/${record.id}/${record.version}`;
}

export function questionName(questionId: string): string {
  return `question/${questionId}`;
}

/** The pending ones and the stored ones are two places. */
export function documentName(documentId: string, state: 'pending' | 'stored'): string {
  return `document/${documentId}/${state}`;
}

export function shareName(shareId: string): string {
  return `share/${shareId}`;
}

/** Each version of a grant is a place of its own. */
export function grantName(grantId: string, version: number): string {
  return `grant/${grantId}/${version}`;
}

/** Each version of a record of an organisation's directory is a place of its own. */
export function directoryPlace(entry: {
  readonly organisationId: string;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly writtenAt: Date;
}) {
  const { organisationId, writtenAt } = entry;
  return { name: `directory/${organisationId}/${recordName(entry)}`, day: writtenAt };
}

export const PROFILE_NAME = 'profile';
export const TOTP_NAME = 'totp';

export function deviceName(deviceId: string): string {
  return `device/${deviceId}`;
}

export function sessionName(sessionId: string): string {
  return `session/${sessionId}`;
}

export function passkeyName(passkeyId: string): string {
  return `passkey/${passkeyId}`;
}

export function auditDetailName(eventId: string): string {
  return `audit-event/${eventId}`;
}

/** History before current: a version and its copy are re-sealed in one step. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  column({
    table: 'account',
    column: 'profile',
    owner: 'person_id',
    purpose: 'account',
    key: [],
    names: [],
    name: () => PROFILE_NAME,
    resource: (row) => ({ type: 'Account', id: String(row['person_id']) }),
  }),
  column({
    table: 'device',
    column: 'sealed',
    owner: 'person_id',
    purpose: 'account',
    key: ['device_id'],
    names: [],
    name: (row) => deviceName(String(row['device_id'])),
    resource: (row) => ({ type: 'Device', id: String(row['device_id']) }),
  }),
  column({
    table: 'session',
    column: 'sealed',
    owner: 'person_id',
    purpose: 'account',
    key: ['session_id'],
    names: [],
    name: (row) => sessionName(String(row['session_id'])),
    resource: (row) => ({ type: 'Session', id: String(row['session_id']) }),
  }),
  column({
    table: 'totp',
    column: 'sealed',
    owner: 'person_id',
    purpose: 'account',
    key: [],
    names: [],
    name: () => TOTP_NAME,
    resource: (row) => ({ type: 'Totp', id: String(row['person_id']) }),
  }),
  column({
    table: 'passkey',
    column: 'sealed',
    owner: 'person_id',
    purpose: 'account',
    key: ['passkey_id'],
    names: [],
    name: (row) => passkeyName(String(row['passkey_id'])),
    resource: (row) => ({ type: 'Passkey', id: String(row['passkey_id']) }),
  }),
  column({
    table: 'resource_history',
    column: 'sealed',
    owner: 'owner_id',
    purpose: 'chart',
    key: ['resource_type', 'resource_id', 'version'],
    names: [],
    name: (row) => recordName(recordOf(row)),
    resource: recordOf,
    copy: { table: 'resource_current', matches: ['resource_type', 'resource_id', 'version'] },
  }),
  // By itself too: a current row without its history opens, so it must go on opening.
  column({
    table: 'resource_current',
    column: 'sealed',
    owner: 'owner_id',
    purpose: 'chart',
    key: ['resource_type', 'resource_id'],
    names: ['version'],
    name: (row) => recordName(recordOf(row)),
    resource: recordOf,
  }),
  column({
    table: 'document',
    column: 'sealed',
    owner: 'owner_id',
    purpose: 'chart',
    key: ['document_id'],
    names: ['state'],
    name: (row) =>
      documentName(String(row['document_id']), row['state'] === 'pending' ? 'pending' : 'stored'),
    resource: (row) => ({ type: 'DocumentReference', id: String(row['document_id']) }),
    file: {
      wrappedKey: 'wrapped_key',
      blobId: 'blob_id',
      fileId: (row) => String(row['document_id']),
    },
  }),
  column({
    table: 'share',
    column: 'sealed',
    owner: 'owner_id',
    purpose: 'chart',
    key: ['share_id'],
    names: [],
    name: (row) => shareName(String(row['share_id'])),
    resource: (row) => ({ type: 'Share', id: String(row['share_id']) }),
  }),
  column({
    table: 'access_grant',
    column: 'sealed',
    owner: 'patient_id',
    purpose: 'chart',
    key: ['grant_id'],
    names: ['version'],
    name: (row) => grantName(String(row['grant_id']), Number(row['version'])),
    resource: (row) => ({ type: 'Grant', id: String(row['grant_id']) }),
  }),
  column({
    table: 'access_question',
    column: 'sealed',
    owner: 'person_id',
    purpose: 'account',
    key: ['question_id'],
    names: [],
    name: (row) => questionName(String(row['question_id'])),
    resource: (row) => ({ type: 'Question', id: String(row['question_id']) }),
  }),
  column({
    table: 'audit_event',
    column: 'detail',
    owner: 'detail_owner',
    purpose: 'audit',
    key: ['event_id'],
    names: [],
    name: (row) => auditDetailName(String(row['event_id'])),
    resource: (row) => ({ type: 'AuditEvent', id: String(row['event_id']) }),
    keepsItsKey: true,
  }),
];

/** Sensitive columns that are no person's, and whose they are. */
export const NOT_A_PERSONS: Readonly<Record<string, string>> = {
  'one_time_token.sealed':
    'the deployment’s, under its key of the day: whoever will have an account, until the link is used or old',
  'outbox.sealed': 'the deployment’s, under its key of the day: until the mail server has taken it',
  'organisation.sealed': 'the deployment’s, under its key of the day on which it was made',
  'directory_record.sealed':
    'the deployment’s, under its key of the day on which the version was written: an organisation’s, and nobody’s chart',
  'emergency_review.sealed':
    'the deployment’s, under its key of the day: who reviews an emergency opens no chart; deleted with the patient',
  'reidentification.sealed': 'the deployment’s, under its key of the day: a pseudonym and a reason',
  'service_key.sealed_private': 'the service’s own key, under its own service key',
  'alert.sealed':
    'the deployment’s, under its key of the day: whom or which address an alert is about',
  'webhook_outbox.sealed':
    'the deployment’s, under its key of the day: until the other side has taken it',
  'audit_hold.sealed': 'the deployment’s, under its key of the day: why a year is kept',
  'audit_event.core': 'the deployment’s, under the audit-core key of its year',
};

/** The names of columns are checked here, where they are written, and are plain text from then on. */
function column<T extends keyof Schema, C extends keyof Schema[T] & string>(
  described: SealedColumn & {
    readonly table: T;
    readonly column: C;
    readonly owner: C;
    readonly key: readonly C[];
    readonly names: readonly C[];
  },
): SealedColumn {
  return described;
}

function recordOf(row: SealedRow): Required<SealedResource> {
  return {
    type: String(row['resource_type']),
    id: String(row['resource_id']),
    version: Number(row['version']),
  };
}
