import { PersonId, type FoundEvent } from '@wardkeep/contract';
import {
  findEvents,
  readByIds,
  type AuditCore,
  type EventSearch,
  type FindPage,
  type StoredEvent,
} from '../audit/index.ts';
import type { Tx } from '../db/tx.ts';
import { openHalf, tellAltered } from './altered-events.ts';
import type { Gate } from './gate.ts';
import type { Named } from './names.ts';

/** The audit log as administrators see it: who did what to whom, and never which records. */
export interface FoundEvents {
  /** Newest first. A page may be short, or empty, and still have a next one. */
  search(
    search: EventSearch,
    page: FindPage,
  ): Promise<{ readonly events: readonly FoundEvent[]; readonly next: string | null }>;
  /** Those of them that there are. */
  byId(eventIds: readonly string[]): Promise<ReadonlyMap<string, FoundEvent>>;
}

/** Opens cores alone. @param names - As the request's event tells them, which then says whose. */
export function foundEvents(
  gate: Pick<Gate, 'auditSealing' | 'lane' | 'log' | 'now'>,
  tx: Tx,
  names: (personIds: readonly string[]) => Promise<ReadonlyMap<string, Named>>,
): FoundEvents {
  const describe = async (events: readonly StoredEvent[]): Promise<readonly FoundEvent[]> => {
    const opened = events.map((event) => openCore(gate, event));
    tellAltered(
      gate,
      opened.flatMap(({ event, isAltered }) => (isAltered ? [event.eventId] : [])),
    );
    const named = await names(
      opened.flatMap(({ actorId, patientId }) => [...actorId, ...patientId]),
    );
    return opened.map((each) => foundEvent(each, named));
  };
  return {
    search: async (search, page) => {
      const { events, next } = await findEvents(tx, gate.auditSealing, search, page);
      return { events: await describe(events), next };
    },
    byId: async (eventIds) => {
      const found = await describe(await readByIds(tx, [...new Set(eventIds)]));
      return new Map(found.map((event) => [event.eventId, event]));
    },
  };
}

interface OpenedCore {
  readonly event: StoredEvent;
  /** Null once it was destroyed, at the end of its retention, and where it does not open. */
  readonly core: AuditCore | null;
  readonly isAltered: boolean;
  /** One or none. */
  readonly actorId: readonly string[];
  readonly patientId: readonly string[];
}

function openCore({ auditSealing }: Pick<Gate, 'auditSealing'>, event: StoredEvent): OpenedCore {
  const { eventId, sealedCore, detailOwner } = event;
  const { value: core, isAltered } = openHalf(sealedCore, (sealed) =>
    auditSealing.openCore(eventId, sealed),
  );
  // The id stands in the open; it counts only where the core says the same person.
  const isProved =
    detailOwner !== null &&
    core?.subject === auditSealing.subjectIndex(detailOwner).toString('base64url');
  return {
    event,
    core,
    isAltered,
    actorId: core?.actor.personId == null ? [] : [core.actor.personId],
    patientId: isProved ? [detailOwner] : [],
  };
}

function foundEvent(
  { event, core, isAltered, actorId, patientId }: OpenedCore,
  named: ReadonlyMap<string, Named>,
): FoundEvent {
  return {
    eventId: event.eventId,
    occurredAt: new Date(event.occurredAtMs).toISOString(),
    action: event.action,
    outcome: event.outcome,
    actor: { kind: kindOf(core), role: core?.actor.role ?? null, person: person(actorId, named) },
    patient: person(patientId, named),
    relationship: core?.relationship ?? null,
    purposeOfUse: core?.purposeOfUse ?? null,
    address: core?.address ?? null,
    reason: core?.reason ?? null,
    repeated: event.repeated,
    log: event.log,
    leafIndex: event.leafIndex,
    isAltered,
  };
}

function kindOf(core: AuditCore | null): FoundEvent['actor']['kind'] {
  const { personId = null, role = null, shareId = null } = core?.actor ?? {};
  if (shareId !== null) return 'share-link';
  if (role === 'operator' || role === 'service') return role;
  return personId === null ? 'nobody' : 'person';
}

function person([id]: readonly string[], named: ReadonlyMap<string, Named>): FoundEvent['patient'] {
  if (id === undefined) return null;
  return { personId: PersonId.parse(id), displayName: named.get(id)?.displayName ?? null };
}
