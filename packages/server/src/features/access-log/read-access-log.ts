import { readAccessLog as endpoint, type AccessLogEntry } from '@wardkeep/contract';
import { phiRoute, type OpenedEvent } from '../../gate/index.ts';

const PAGE = 50;
const RESOURCES_SHOWN = 20;

/** Who looked at this person's data and who tried to, for the person: ids, never names of others. */
export const readAccessLog = phiRoute({
  endpoint,
  opens: 'audit',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { query }) => {
    const events = await scope.events({ limit: PAGE, before: query.before });
    const entries = events.map((event) => entryOf(event, scope.personId));
    const last = events.length === PAGE ? (events.at(-1)?.eventId ?? null) : null;
    return { entries, next: last };
  },
});

function entryOf(event: OpenedEvent, personId: string): AccessLogEntry {
  const resources = event.detail?.resources ?? [];
  return {
    eventId: event.eventId,
    occurredAt: new Date(event.occurredAtMs).toISOString(),
    action: event.core?.action ?? 'unknown',
    outcome: event.core?.outcome ?? 'failed',
    actor: actorOf(event, personId),
    resources: resources.slice(0, RESOURCES_SHOWN).map(({ type, id }) => ({ type, id })),
    resourceCount: resources.length,
    leafIndex: event.leafIndex,
  };
}

function actorOf(event: OpenedEvent, personId: string): AccessLogEntry['actor'] {
  const { personId: actorId = null, role = null, shareId = null } = event.core?.actor ?? {};
  if (shareId !== null) return { kind: 'share-link', role: null, id: shareId };
  if (role === 'operator' || role === 'service') return { kind: role, role: null, id: null };
  if (actorId === null) return { kind: 'nobody', role: null, id: null };
  if (actorId === personId) return { kind: 'you', role, id: null };
  return { kind: 'person', role, id: actorId };
}
