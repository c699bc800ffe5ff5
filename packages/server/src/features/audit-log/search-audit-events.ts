import { searchAuditEvents as endpoint, type QueryOf } from '@wardkeep/contract';
import { Refusal, ownPerson, phiRoute, type OwnSearch, type Route } from '../../gate/index.ts';
import { actorOf, named, namesInLog } from '../access-log/index.ts';
import { actionsOfCode } from './fhir-action-rules.ts';
import { OUTCOME, fhirAuditEvent } from './fhir-audit-event-rules.ts';
import { overlap, readDate } from './fhir-date-rules.ts';

type Query = QueryOf<typeof endpoint>;

/** Who looked, for programs: the same events that the access log shows, with names for the same people. */
export function searchAuditEvents(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'audit',
    person: (_facts, { query }) => query.patient,
    handle: async (scope, { query }) => {
      const page = { limit: query._count, before: query.cursor };
      const { events, next } = await scope.findEvents(searchOf(query), page);
      const readerId = ownPerson(scope);
      const names = await namesInLog(scope, events, readerId);
      const base = publicUrl().replace(/\/$/, '');
      return {
        resourceType: 'Bundle' as const,
        type: 'searchset',
        link: [
          { relation: 'self', url: linkTo(base, query, query.cursor) },
          ...(next === null ? [] : [{ relation: 'next', url: linkTo(base, query, next) }]),
        ],
        entry: events.map((event) => ({
          fullUrl: `${base}/fhir/R4/AuditEvent/${event.eventId}`,
          resource: fhirAuditEvent(event, {
            patientId: scope.personId,
            actor: named(actorOf(event, readerId), names),
            readerId,
            publicUrl: base,
          }),
          search: { mode: 'match' },
        })),
      };
    },
  });
}

/** Names of others, a location or a device are nobody's id here: nothing is found by them. */
const AGENT =
  /^(?:(?:Patient|Practitioner|RelatedPerson|Person)\/|(?:urn:ietf:rfc:3986\|)?urn:uuid:)?(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const NOTHING: OwnSearch = { actions: [] };

function searchOf(query: Query): OwnSearch {
  const { agent, action, outcome } = query;
  const actor = agent === undefined ? undefined : AGENT.exec(agent)?.groups?.['id']?.toLowerCase();
  const ours = outcome === undefined ? undefined : outcomeOf(outcome);
  const isNothing =
    (agent !== undefined && actor === undefined) || (outcome !== undefined && ours === undefined);
  return {
    ...datesOf(query),
    actor,
    outcome: ours,
    actions: action === undefined ? undefined : actionsOfCode(action),
    ...(isNothing ? NOTHING : {}),
  };
}

function outcomeOf(code: string): OwnSearch['outcome'] {
  const all = ['success', 'refused', 'failed'] as const;
  return all.find((outcome) => OUTCOME[outcome] === code);
}

/** @throws {@link Refusal} `validation_failed` for what is no date, or has a prefix that is not known here. */
function datesOf({ date = [] }: Query) {
  const spans = (typeof date === 'string' ? [date] : date).map((text) => {
    const span = readDate(text);
    if (span === undefined) throw badDate();
    return span;
  });
  return overlap(spans);
}

function badDate(): Refusal {
  const message =
    'must be a year, a month, a day or a moment with its zone, after eq, ge, gt, le, lt or nothing';
  return new Refusal('validation_failed', 'The query of the request is not as it must be.', {
    errors: [{ path: 'date', message }],
  });
}

function linkTo(base: string, query: Query, cursor: string | undefined): string {
  const { patient, date = [], agent, action, outcome, _count } = query;
  const asked = new URLSearchParams({ patient });
  for (const each of typeof date === 'string' ? [date] : date) asked.append('date', each);
  for (const [name, value] of Object.entries({ agent, action, outcome }))
    if (value !== undefined) asked.set(name, value);
  asked.set('_count', String(_count));
  if (cursor !== undefined) asked.set('cursor', cursor);
  return `${base}/fhir/R4/AuditEvent?${asked}`;
}
