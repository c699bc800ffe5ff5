import { readAccessLog as endpoint, type AccessLogEntry } from '@wardkeep/contract';
import { ownPerson, phiRoute, type OpenedEvent } from '../../gate/index.ts';
import { questionsAbout } from '../access-questions/index.ts';
import { actorOf, named } from './actor-rules.ts';
import { namesInLog } from './log-names.ts';

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
    const names = await namesInLog(scope, events, readerId);
    const questions = await questionsAbout(
      scope,
      events.map(({ eventId }) => eventId),
    );
    const entries = events.map((event) => ({
      ...entryOf(event, named(actorOf(event, readerId), names)),
      question: questions.get(event.eventId) ?? null,
    }));
    const last = events.length === PAGE ? (events.at(-1)?.eventId ?? null) : null;
    return { entries, next: last };
  },
});

function entryOf(
  event: OpenedEvent,
  actor: AccessLogEntry['actor'],
): Omit<AccessLogEntry, 'question'> {
  const resources = event.detail?.resources ?? [];
  return {
    eventId: event.eventId,
    occurredAt: new Date(event.occurredAtMs).toISOString(),
    action: event.action,
    outcome: event.outcome,
    actor,
    relationship: event.core?.relationship ?? null,
    resources: resources.slice(0, RESOURCES_SHOWN).map(({ type, id }) => ({ type, id })),
    resourceCount: resources.length,
    leafIndex: event.leafIndex,
    isAltered: event.isAltered,
  };
}
