import type { Insertable } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { AuditCore, AuditDetail, NewAuditEvent } from './audit-event.ts';
import type { AuditKeys } from './audit-keys.ts';
import type { AuditTables } from './audit-tables.ts';
import { commitmentOf, leafBytes, logOf } from './leaf.ts';

export interface AppendSources {
  /** Milliseconds since 1970. */
  now(): number;
  randomBytes(length: number): Buffer;
  /** A new UUIDv7 (RFC 9562 §5.7), lower case. */
  uuid(): string;
}

/**
 * Appends in the caller's transaction: a change whose audit event cannot be written does not happen. One statement.
 * The event has no leaf yet; the sequencer gives it one after the commit.
 *
 * @throws {@link AuditError} `bad_event` if the event cannot become a leaf; whatever the keys throw; the database's errors.
 */
export async function appendEvent(
  tx: Tx,
  keys: AuditKeys,
  event: NewAuditEvent,
  sources: AppendSources,
): Promise<{ eventId: string }> {
  const row = sealedRow(keys, event, sources);
  await queries(tx)
    .with('event', (db) => db.insertInto('audit_event').values(row).returning('event_id'))
    .insertInto('audit_pending')
    .columns(['event_id'])
    .expression((db) => db.selectFrom('event').select('event_id'))
    .execute();
  return { eventId: row.event_id };
}

function sealedRow(
  keys: AuditKeys,
  event: NewAuditEvent,
  sources: AppendSources,
): Insertable<AuditTables['audit_event']> {
  const eventId = sources.uuid();
  const occurredAtMs = sources.now();
  const subject = event.personId === null ? null : keys.subjectIndex(event.personId);
  const core = keys.sealCore(eventId, coreOf(event, subject));
  const detail = keys.sealDetail(eventId, event.personId, detailOf(event));
  const saltCore = sources.randomBytes(32);
  const saltDetail = sources.randomBytes(32);
  const commitment = commitmentOf(
    { salt: saltCore, sealed: core },
    { salt: saltDetail, sealed: detail },
  );
  const { action, outcome, actor } = event;
  // Refuses now, in the caller's transaction, what the sequencer could not turn into a leaf later.
  leafBytes({ eventId, occurredAtMs, action, outcome, commitment });
  return {
    event_id: eventId,
    log: logOf(eventId),
    leaf_index: null,
    commitment,
    event_type: action,
    outcome,
    occurred_ms: occurredAtMs,
    actor_index: actor.personId === null ? null : keys.actorIndex(actor.personId),
    subject_index: subject,
    detail_owner: event.personId,
    salt_core: saltCore,
    core,
    core_hash: null,
    salt_detail: saltDetail,
    detail,
    detail_hash: null,
  };
}

// Field by field: an object with more on it than its type says must not be sealed whole.
function coreOf(event: NewAuditEvent, subject: Buffer | null): AuditCore {
  return {
    actor: {
      personId: event.actor.personId,
      role: event.actor.role,
      ...(event.actor.shareId === undefined ? {} : { shareId: event.actor.shareId }),
    },
    action: event.action,
    outcome: event.outcome,
    subject: subject === null ? null : subject.toString('base64url'),
    relationship: event.relationship,
    purposeOfUse: event.purposeOfUse,
    requestId: event.requestId,
    address: event.address,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  };
}

function detailOf(event: NewAuditEvent): AuditDetail {
  const { resources, query, count, ciphertextHashes } = event.detail;
  return {
    personId: event.personId,
    resources,
    ...(query === undefined ? {} : { query }),
    ...(count === undefined ? {} : { count }),
    ...(ciphertextHashes === undefined ? {} : { ciphertextHashes }),
  };
}
