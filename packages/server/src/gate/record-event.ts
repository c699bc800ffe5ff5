import { randomUUID } from 'node:crypto';
import type { Action } from '@wardkeep/contract';
import {
  appendEvent,
  type AuditDetail,
  type AuditKeys,
  type AuditOutcome,
} from '../audit/index.ts';
import type { Tx } from '../db/tx.ts';
import type { PersonVault } from '../vault/index.ts';
import type { Relationship } from './access-rules.ts';
import type { Caller } from './credential.ts';
import { eventSources } from './event-sources.ts';
import type { Gate } from './gate.ts';
import type { Touched } from './scope.ts';
import type { UntrustedRequest } from './request.ts';

/** What is done over the control socket; not on any route. */
export type OperatorAction = 'keys.unlock' | 'keys.recover' | 'recovery.test';

/** One event: who did what to whose data, and how it went. */
export interface Happening {
  readonly request: Pick<UntrustedRequest, 'requestId' | 'address'>;
  readonly action: Action | OperatorAction;
  readonly outcome: AuditOutcome;
  readonly caller: Caller;
  /** Null when the event is about nobody, or about somebody who is not a person here. */
  readonly personId: string | null;
  readonly relationship: Relationship | null;
  readonly touched?: Touched;
  /** The problem code of a refusal; never text that came in. */
  readonly reason?: string;
}

/** Appends in the given transaction: if the event can't be written, what it tells of does not happen. */
export async function recordEvent(gate: Gate, tx: Tx, happening: Happening): Promise<void> {
  const { personId } = happening;
  const vault = personId === null ? undefined : await unlockAudit(gate, tx, personId);
  await appendEvent(
    tx,
    auditKeys(gate, vault),
    {
      actor: actorOf(happening.caller),
      action: happening.action,
      outcome: happening.outcome,
      relationship: happening.relationship === 'administration' ? null : happening.relationship,
      purposeOfUse: purposeOf(happening),
      requestId: happening.request.requestId,
      address: happening.request.address,
      ...(happening.reason === undefined ? {} : { reason: happening.reason }),
      personId: vault === undefined ? null : personId,
      detail: detailOf(happening.touched),
    },
    eventSources(gate.now()),
  );
}

async function unlockAudit(
  gate: Gate,
  tx: Tx,
  personId: string,
): Promise<PersonVault<'audit'> | undefined> {
  const rows = await gate.vault.readKeys(tx, [personId], ['audit']);
  return gate.vault.unlock(rows, personId, 'audit');
}

/** What the operator did, in a transaction of its own: it concerns keys, and no row. */
export async function recordOperation(
  gate: Gate,
  action: OperatorAction,
  outcome: 'success' | 'refused',
): Promise<void> {
  const request = { requestId: randomUUID(), address: null };
  const about = { caller: { kind: 'operator' }, personId: null, relationship: null } as const;
  await gate.db.transaction((tx) => recordEvent(gate, tx, { request, action, outcome, ...about }));
}

/** The sequencer signs checkpoints and seals nothing; the same keys serve both. */
export function sequencerKeys(gate: Gate): AuditKeys {
  return auditKeys(gate, undefined);
}

/** Sealing for one event: core under the service's key, detail under the person's when there is one. */
function auditKeys(gate: Gate, vault: PersonVault<'audit'> | undefined): AuditKeys {
  const sealing = gate.auditSealing;
  return {
    sealCore: (eventId, core) => sealing.sealCore(eventId, core),
    sealDetail: (eventId, owner, detail: AuditDetail) =>
      vault === undefined || owner === null
        ? sealing.sealUnowned(eventId, detail)
        : vault.seal(`audit-event/${eventId}`, detail),
    actorIndex: (actorId) => sealing.actorIndex(actorId),
    subjectIndex: (subjectId) => sealing.subjectIndex(subjectId),
    signCheckpoint: (text) => sealing.signCheckpoint(text),
    checkpointKey: gate.checkpointKey,
  };
}

function actorOf(caller: Caller): {
  personId: string | null;
  role: string | null;
  shareId?: string;
} {
  switch (caller.kind) {
    case 'nobody':
      return { personId: null, role: null };
    case 'operator':
      return { personId: null, role: 'operator' };
    case 'person':
      return { personId: caller.personId, role: caller.role };
    case 'share-holder':
      return { personId: null, role: null, shareId: caller.share.shareId };
  }
}

function purposeOf(happening: Happening): 'PATRQT' | 'HSYSADMIN' | null {
  if (happening.relationship === 'self' || happening.relationship === 'share') return 'PATRQT';
  return happening.caller.kind === 'person' && happening.caller.role === 'admin'
    ? 'HSYSADMIN'
    : null;
}

function detailOf(touched: Touched | undefined): Omit<AuditDetail, 'personId'> {
  if (touched === undefined) return { resources: [] };
  return {
    resources: touched.resources,
    count: touched.resources.length,
    ...(touched.ciphertextHashes.length === 0
      ? {}
      : { ciphertextHashes: touched.ciphertextHashes }),
  };
}
