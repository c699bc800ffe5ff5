import type { Insertable } from 'kysely';
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

/** An event as it is stored, before it has its leaf. */
export type SealedEvent = Required<
  Omit<Insertable<AuditTables['audit_event']>, 'core_hash' | 'detail_hash'>
>;

/**
 * Everything that costs CPU time and no round trip.
 *
 * @throws {@link AuditError} `bad_event` if the event cannot become a leaf; whatever the keys throw.
 */
export function sealEvent(
  keys: AuditKeys,
  event: NewAuditEvent,
  sources: AppendSources,
): SealedEvent {
  const eventId = sources.uuid();
  const occurredAtMs = sources.now();
  const subject = event.personId === null ? null : keys.subjectIndex(event.personId);
  const core = keys.sealCore(eventId, coreOf(event, subject));
  const detail = keys.sealDetail(eventId, event.personId, detailOf(event));
  const salts = sources.randomBytes(64);
  const [saltCore, saltDetail] = [salts.subarray(0, 32), salts.subarray(32)];
  const commitment = commitmentOf(
    { salt: saltCore, sealed: core },
    { salt: saltDetail, sealed: detail },
  );
  const { action, outcome, actor } = event;
  // Refuses now, before anything is written, what the sequencer could not turn into a leaf later.
  leafBytes({ eventId, occurredAtMs, action, outcome, commitment });
  return {
    event_id: eventId,
    log: logOf(eventId),
    commitment,
    event_type: action,
    outcome,
    occurred_ms: occurredAtMs,
    actor_index: actor.personId === null ? null : keys.actorIndex(actor.personId),
    subject_index: subject,
    address_index: event.address === null ? null : keys.addressIndex(event.address),
    repeated: event.repeated ?? 1,
    detail_owner: event.personId,
    salt_core: saltCore,
    core,
    salt_detail: saltDetail,
    detail,
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
    ...(event.repeated === undefined ? {} : { repeated: event.repeated }),
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
