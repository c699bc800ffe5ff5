import { GrantKind, readAccessLog as endpoint, type AccessLogEntry } from '@wardkeep/contract';
import { ownPerson, phiRoute, type AuditScope, type OpenedEvent } from '../../gate/index.ts';
import { grantsOfPatient } from '../grants/index.ts';
import { actorOf, mayBeNamed, named } from './actor-rules.ts';

const PAGE = 50;
const RESOURCES_SHOWN = 20;

/** Who looked at this person's data and who tried to, for the person and their guardians. */
export const readAccessLog = phiRoute({
  endpoint,
  opens: 'audit',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { query }) => {
    const events = await scope.events({ limit: PAGE, before: query.before });
    const readerId = ownPerson(scope);
    const names = await scope.names(await whomToName(scope, events, readerId));
    const entries = events.map((event) => entryOf(event, named(actorOf(event, readerId), names)));
    const last = events.length === PAGE ? (events.at(-1)?.eventId ?? null) : null;
    return { entries, next: last };
  },
});

async function whomToName(
  scope: AuditScope,
  events: readonly OpenedEvent[],
  readerId: string | null,
): Promise<readonly string[]> {
  const { tx, gate, personId } = scope;
  const grants = await grantsOfPatient(tx, gate.hashes, personId, GrantKind.options);
  const grantees = new Set(grants.flatMap(({ granteeId }) => granteeId ?? []));
  return events
    .filter((event) => mayBeNamed(event, grantees))
    .flatMap((event) => event.core?.actor.personId ?? [])
    .filter((id) => id !== readerId);
}

function entryOf(event: OpenedEvent, actor: AccessLogEntry['actor']): AccessLogEntry {
  const resources = event.detail?.resources ?? [];
  return {
    eventId: event.eventId,
    occurredAt: new Date(event.occurredAtMs).toISOString(),
    action: event.core?.action ?? 'unknown',
    outcome: event.core?.outcome ?? 'failed',
    actor,
    relationship: event.core?.relationship ?? null,
    resources: resources.slice(0, RESOURCES_SHOWN).map(({ type, id }) => ({ type, id })),
    resourceCount: resources.length,
    leafIndex: event.leafIndex,
  };
}
