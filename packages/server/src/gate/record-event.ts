import { randomUUID } from 'node:crypto';
import type { Action, OperatorAction, Role } from '@wardkeep/contract';
import {
  insertEvents,
  sealEvent,
  type AuditDetail,
  type AuditKeys,
  type AuditOutcome,
  type AuditPurpose,
  type AuditRelationship,
  type SealedEvent,
} from '../audit/index.ts';
import { auditDetailName } from '../db/sealed-columns.ts';
import type { Tx } from '../db/tx.ts';
import type { PersonVault } from '../vault/index.ts';
import type { Relationship } from './access-rules.ts';
import type { Caller } from './credential.ts';
import { eventSources } from './event-sources.ts';
import type { Gate } from './gate.ts';
import type { Touched } from './scope.ts';
import type { UntrustedRequest } from './request.ts';

/** Nobody asked: a rotation that is due, an erasure whose waiting time is over. */
interface Service {
  readonly kind: 'service';
}

/** One event: who did what to whose data, and how it went. */
export interface Happening {
  readonly request: Pick<UntrustedRequest, 'requestId' | 'address'>;
  readonly action: Action | OperatorAction;
  readonly outcome: AuditOutcome;
  readonly caller: Caller | Service;
  /** Null when the event is about nobody, or about somebody who is not a person here. */
  readonly personId: string | null;
  readonly relationship: Relationship | null;
  readonly touched?: Pick<Touched, 'resources' | 'ciphertextHashes'>;
  /** The problem code of a refusal, or one of our own words; never text that came in. */
  readonly reason?: string;
  /** How many equal refusals this is; one unless said. */
  readonly repeated?: number;
}

/** What is done to keys and persons without a request: over the control socket, or by the server itself. */
export interface Operation {
  readonly action: Action | OperatorAction;
  /** `failed`: it was begun and threw. */
  readonly outcome: AuditOutcome;
  /** `operator` unless said. */
  readonly by?: 'operator' | 'service';
  /** Whom it is about. Somebody who is not, or no longer, a person here becomes nobody. */
  readonly personId?: string | null;
  readonly touched?: Pick<Touched, 'resources' | 'ciphertextHashes'>;
  /** `begun` and `ended` for long work, a code for what failed or was refused. */
  readonly reason?: string;
}

/** What sealing an event takes. */
export type EventParts = Pick<Gate, 'vault' | 'auditSealing' | 'checkpointKey' | 'now'>;

/** Appends in the given transaction: if the event can't be written, what it tells of does not happen. */
export function recordEvent(gate: EventParts, tx: Tx, happening: Happening): Promise<void> {
  return recordEvents(gate, tx, [happening]);
}

/**
 * All of them or none, in two statements. The keys are read here and not before: an event that is committed was sealed
 * under keys that this very transaction saw, so an erasure that waits for older transactions misses none.
 */
export async function recordEvents(
  gate: EventParts,
  tx: Tx,
  happenings: readonly Happening[],
): Promise<void> {
  const personIds = new Set(happenings.flatMap(({ personId }) => personId ?? []));
  const rows = personIds.size === 0 ? [] : await gate.vault.readKeys(tx, [...personIds], ['audit']);
  await insertEvents(
    tx,
    happenings.map((happening) => sealed(gate, rows, happening)),
  );
}

type KeyRows = Parameters<Gate['vault']['unlock']>[0];

function sealed(gate: EventParts, rows: KeyRows, happening: Happening): SealedEvent {
  const { personId } = happening;
  const vault = personId === null ? undefined : gate.vault.unlock(rows, personId, 'audit');
  return sealEvent(
    auditKeys(gate, vault),
    {
      actor: actorOf(happening.caller),
      action: happening.action,
      outcome: happening.outcome,
      relationship: relationshipOf(happening),
      purposeOfUse: purposeOf(happening),
      requestId: happening.request.requestId,
      address: happening.request.address,
      ...(happening.reason === undefined ? {} : { reason: happening.reason }),
      ...(happening.repeated === undefined ? {} : { repeated: happening.repeated }),
      personId: vault === undefined ? null : personId,
      detail: detailOf(isOfNobody(happening, vault) ? undefined : happening.touched),
    },
    eventSources(gate.now()),
  );
}

/**
 * What was read of somebody whose keys went before the event was written: sealed for the service, the ids of their records
 * would outlive them. Operators and the service say what they were told to do, also about who is gone.
 */
function isOfNobody({ personId, caller }: Happening, vault: PersonVault | undefined): boolean {
  const isOperation = caller.kind === 'operator' || caller.kind === 'service';
  return personId !== null && vault === undefined && !isOperation;
}

/**
 * What the operator or the service did, in a transaction of its own. What changes rows takes {@link recordOperationIn},
 * so that the event commits with them.
 */
export async function recordOperation(gate: Gate, operation: Operation): Promise<void> {
  await gate.db.transaction((tx) => recordOperationIn(gate, tx, operation));
}

export async function recordOperationIn(gate: Gate, tx: Tx, operation: Operation): Promise<void> {
  const { by = 'operator', personId = null, ...happened } = operation;
  const request = { requestId: randomUUID(), address: null };
  const about = { caller: { kind: by }, personId, relationship: null } as const;
  await recordEvent(gate, tx, { request, ...happened, ...about });
}

/** The sequencer signs checkpoints and seals nothing; the same keys serve both. */
export function sequencerKeys(gate: Gate): AuditKeys {
  return auditKeys(gate, undefined);
}

/** Sealing for one event: core under the service's key, detail under the person's when there is one. */
function auditKeys(gate: EventParts, vault: PersonVault<'audit'> | undefined): AuditKeys {
  const sealing = gate.auditSealing;
  return {
    sealCore: (eventId, core) => sealing.sealCore(eventId, core),
    sealDetail: (eventId, owner, detail: AuditDetail) =>
      vault === undefined || owner === null
        ? sealing.sealUnowned(eventId, detail)
        : vault.seal(auditDetailName(eventId), detail),
    actorIndex: (actorId) => sealing.actorIndex(actorId),
    subjectIndex: (subjectId) => sealing.subjectIndex(subjectId),
    addressIndex: (address) => sealing.addressIndex(address),
    signCheckpoint: (text) => sealing.signCheckpoint(text),
    checkpointKey: gate.checkpointKey,
  };
}

function actorOf(caller: Happening['caller']): {
  personId: string | null;
  role: string | null;
  shareId?: string;
} {
  switch (caller.kind) {
    case 'nobody':
      return { personId: null, role: null };
    case 'operator':
    case 'service':
      return { personId: null, role: caller.kind };
    case 'person':
      return { personId: caller.personId, role: caller.role };
    case 'share-holder':
      return { personId: null, role: null, shareId: caller.share.shareId };
  }
}

/** An offer is answered by who will have the consent, a person enrolled into who will have the care; administrators open no chart, and a directory is none. */
function relationshipOf({ relationship }: Happening): AuditRelationship | null {
  if (relationship === 'administration' || relationship === 'membership') return null;
  if (relationship === 'enrolment') return 'care-team';
  return relationship === 'offer' ? 'consent' : relationship;
}

function purposeOf({ relationship, caller }: Happening): AuditPurpose | null {
  const role = caller.kind === 'person' ? caller.role : null;
  switch (relationship) {
    case 'self':
    case 'share':
      return 'PATRQT';
    case 'guardian':
      return 'FAMRQT';
    case 'emergency':
      return 'ETREAT';
    case 'consent':
    case 'care-team':
    case 'enrolment':
    case 'offer':
      return role === null ? null : PURPOSE_BY_ROLE[role];
    case 'administration':
    case 'membership':
    case null:
      return role === 'admin' ? 'HSYSADMIN' : null;
  }
}

/** What somebody with a consent is there for; a client's purpose is in the consent itself. */
const PURPOSE_BY_ROLE: Readonly<Record<Role, AuditPurpose | null>> = {
  admin: 'HSYSADMIN',
  carer: 'FAMRQT',
  client: null,
  patient: 'FAMRQT',
  provider: 'TREAT',
  radiologist: 'TREAT',
  technologist: 'TREAT',
};

function detailOf(touched: Happening['touched']): Omit<AuditDetail, 'personId'> {
  if (touched === undefined) return { resources: [] };
  return {
    resources: touched.resources,
    count: touched.resources.length,
    ...(touched.ciphertextHashes.length === 0
      ? {}
      : { ciphertextHashes: touched.ciphertextHashes }),
  };
}
