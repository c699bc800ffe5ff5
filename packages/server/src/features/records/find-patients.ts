import { searchPatients, searchPatientsByForm } from '@wardkeep/contract';
import {
  FhirAnswer,
  Refusal,
  peopleRoute,
  type ChartScope,
  type FhirHeaders,
  type PersonFacts,
  type Route,
  type SeenRecord,
} from '../../gate/index.ts';
import { askedTerms, matcherOf, type Search } from '../../fhir/search/index.ts';
import { findPeople } from '../person-index/index.ts';
import type { SearchText } from './entry-rules.ts';
import { handlingOf } from './fhir-header-rules.ts';
import { readRecord } from './record-store.ts';
import { keyOf } from './open-existing.ts';
import { bundleOf, includedWith, orderedBy, startOf, type SearchBundle } from './search-bundle.ts';
import { allAround, asResource, openedChart, understood } from './search-chart.ts';
import { cursorText, openCursor, type Cursor } from './search-cursor.ts';
import { textOf } from './search-text-rules.ts';

/** Whom one search may open; who finds more says more of whom they mean. */
const PEOPLE_MOST = 100;
const PAGE = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Patients, by who they are, of all whom the caller stands in a relationship with: nobody else is opened, or there.
 * Recorded once for the caller, and once for each patient who is told.
 */
export function findPatients(base: () => string): Route {
  return peopleRoute({
    endpoint: searchPatients,
    opens: 'chart',
    recordsTold: true,
    people: (facts, { query, headers }) =>
      candidates(facts, { query: textOf(query), headers, base: base() }),
    handle: (scopes, { query, headers }) =>
      found(scopes, { query: textOf(query), headers, base: base() }),
  });
}

export function findPatientsByForm(base: () => string): Route {
  return peopleRoute({
    endpoint: searchPatientsByForm,
    reads: true,
    opens: 'chart',
    recordsTold: true,
    people: (facts, { query, body, headers }) =>
      candidates(facts, { query: textOf(query, body), headers, base: base() }),
    handle: async (scopes, { query, body, headers }) =>
      new FhirAnswer(
        200,
        await found(scopes, { query: textOf(query, body), headers, base: base() }),
      ),
  });
}

/** Whom a search is about is not one chart, and so is no part of what a cursor is bound to. */
const ADDRESS = 'Patient';
const AMONG = { personId: 'people' };

type Seeking = Pick<ChartScope, 'caller' | 'now'> & {
  readonly gate: Pick<ChartScope['gate'], 'sealing'>;
};

interface Asked {
  readonly query: SearchText;
  readonly cursor: Cursor | undefined;
}

/** What is looked for: of a link to the next page, what stands in its cursor. */
function askedIn(seeking: Seeking, sent: SearchText): Asked {
  const given = sent.find(([name]) => name === '_cursor')?.[1];
  if (given === undefined) return { query: sent, cursor: undefined };
  const cursor = openCursor({ ...seeking, ...AMONG }, ADDRESS, given);
  return { query: cursor.query, cursor };
}

async function candidates(facts: PersonFacts, asking: Asking): Promise<readonly string[]> {
  const { tx, caller, gate } = facts;
  if (caller.kind !== 'person') return [];
  const { query } = askedIn(facts, asking.query);
  const { all, ids } = askedTerms(searchFor(query, asking));
  if (ids !== undefined)
    return [...new Set(ids.filter((id) => UUID.test(id)))].slice(0, PEOPLE_MOST);
  const limit = PEOPLE_MOST + 1;
  const people = await findPeople(tx, gate.hashes, { all, callerId: caller.personId, limit });
  if (people.length < limit) return people;
  throw new Refusal(
    'validation_failed',
    `More than ${PEOPLE_MOST} people may be meant. Say more of whom you mean, for example an identifier or a birth date.`,
    { errors: [{ path: 'Patient', message: 'names too many people', issue: 'too-costly' }] },
  );
}

interface Asking {
  readonly query: SearchText;
  readonly headers: FhirHeaders;
  readonly base: string;
}

function searchFor(query: SearchText, { headers, base }: Asking): Search {
  return understood('Patient', query, { handling: handlingOf(headers), base });
}

async function found(scopes: readonly ChartScope[], asking: Asking): Promise<SearchBundle> {
  const { base } = asking;
  const [first] = scopes;
  // Nobody is told anything: what the link of a page asks for needs no second look.
  if (first === undefined)
    return bundleOf(searchFor(withoutCursor(asking.query), asking), { ...NOBODY, base });
  const { query, cursor } = askedIn(first, asking.query);
  const search = searchFor(query, asking);
  const matches = new Map<SeenRecord, ChartScope>();
  for (const scope of scopes) {
    const patient = await matching(scope, search);
    if (patient !== undefined) matches.set(patient, scope);
  }
  const all = orderedBy(search, [...matches.keys()]);
  const from = cursor === undefined ? 0 : startOf(all, cursor);
  const count = search.summary === 'count' ? 0 : (search.count ?? PAGE);
  const page = all.slice(from, from + count);
  const included: SeenRecord[] = [];
  for (const patient of page) {
    const scope = matches.get(patient) ?? first;
    const more = await includedWith(search, [patient], openedChart(scope));
    for (const { type, id, version } of [patient, ...more]) scope.read({ type, id, version });
    included.push(...more);
  }
  const [after, offset] = [page.at(-1), from + count];
  const next =
    after === undefined || offset >= all.length
      ? undefined
      : cursorText({ ...first, ...AMONG }, ADDRESS, { query, after: keyOf(after), offset });
  const nextUrl = next && `${base}/${ADDRESS}?_cursor=${next}`;
  return bundleOf(search, { page, included, total: all.length, base, next: nextUrl });
}

const NOBODY = { page: [], included: [], total: 0, next: undefined };

function withoutCursor(query: SearchText): SearchText {
  return query.filter(([name]) => name !== '_cursor');
}

/** Some were found by what they share with whoever is meant. */
async function matching(scope: ChartScope, search: Search): Promise<SeenRecord | undefined> {
  const record = await readRecord(scope.tx, scope.personId, 'Patient', scope.personId);
  const [seen] = record === undefined ? [] : await scope.compare([record]);
  if (seen === undefined) return undefined;
  const needsChart = search.conditions.some(({ by }) => by !== 'value');
  const chart = needsChart ? await allAround(openedChart(scope)) : undefined;
  const isMeant = matcherOf(search, { nowMs: scope.now.getTime(), chart });
  return isMeant(asResource(seen.resource)) ? seen : undefined;
}
