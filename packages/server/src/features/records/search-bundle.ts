import type { ChartScope, SeenRecord } from '../../gate/index.ts';
import {
  formatSearch,
  includedFrom,
  sorterOf,
  summarise,
  type Search,
} from '../../fhir/search/index.ts';
import type { Resource } from '../../fhir/resource/index.ts';
import type { SearchText } from './entry-rules.ts';
import { keyOf } from './open-existing.ts';
import { asResource, findOnce, openedChart, understood, type OpenedChart } from './search-chart.ts';
import { cursorText, openCursor, type CursorOf } from './search-cursor.ts';
import { withoutChart } from './search-text-rules.ts';

const PAGE = 50;
const PAGE_MOST = 1000;
const INCLUDED_MOST = 1000;

export interface Asking {
  readonly type: string;
  readonly query: SearchText;
  readonly handling: 'strict' | 'lenient';
  readonly base: string;
}

/**
 * A page of what a search finds in one chart, as this caller sees it: what they don't see is left out before anything is
 * matched, counted or paged (https://hl7.org/fhir/R4/search.html). Noted as read is what is on the page.
 */
export function searchBundle(scope: ChartScope, asking: Asking): Promise<SearchBundle> {
  const place = {
    scope,
    opened: openedChart(scope),
    named: [['patient', scope.personId]],
  } as const;
  return searchIn(place, asking);
}

/** What is searched. */
export interface Searched {
  readonly scope: CursorOf & Pick<ChartScope, 'read'>;
  readonly opened: OpenedChart;
  /** What says so in the link to the next page. */
  readonly named: SearchText;
}

/** The same wherever it is. */
export async function searchIn(
  { scope, opened, named }: Searched,
  asking: Asking,
): Promise<SearchBundle> {
  const { type, base } = asking;
  const given = asking.query.find(([name]) => name === '_cursor')?.[1];
  const cursor = given === undefined ? undefined : openCursor(scope, type, given);
  const query = cursor?.query ?? asking.query.filter(([name]) => name !== '_cursor');
  const { handling } = asking;
  const search = understood(type, withoutChart(type, query), { handling, base });
  const found = orderedBy(search, await findOnce(opened, search, scope.now));
  const from = cursor === undefined ? 0 : startOf(found, cursor);
  const count = Math.min(search.count ?? PAGE, PAGE_MOST);
  const isCount = search.summary === 'count' || count === 0;
  const page = isCount ? [] : found.slice(from, from + count);
  const last = page.at(-1);
  const next =
    last === undefined || from + count >= found.length
      ? undefined
      : cursorText(scope, type, { query, after: keyOf(last), offset: from + count });
  const included = await includedWith(search, page, opened);
  for (const { type: kind, id, version } of [...page, ...included])
    scope.read({ type: kind, id, version });
  const nextUrl = next && `${base}/${type}?${parametersIn([...named, ['_cursor', next]])}`;
  return bundleOf(search, { page, included, total: found.length, base, next: nextUrl });
}

function parametersIn(text: SearchText): URLSearchParams {
  return new URLSearchParams(text.map((pair) => [...pair]));
}

interface Page {
  readonly page: readonly SeenRecord[];
  readonly included: readonly SeenRecord[];
  readonly total: number;
  readonly base: string;
  readonly next: string | undefined;
}

export function bundleOf(
  search: Search,
  { page, included, total, base, next }: Page,
): SearchBundle {
  const isCount = search.summary === 'count' || search.count === 0;
  const self = new URLSearchParams(formatSearch(search).map(([name, value]) => [name, value]));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(search.total === 'none' && !isCount ? {} : { total }),
    link: [
      { relation: 'self', url: `${base}/${search.type}?${self}` },
      ...(next === undefined ? [] : [{ relation: 'next', url: next }]),
    ],
    entry: [
      ...page.map((each) => entryOf(each, 'match', { search, base })),
      ...included.map((each) => entryOf(each, 'include', { search, base })),
      ...ignoredIn(search),
    ],
  };
}

export interface SearchBundle {
  readonly resourceType: 'Bundle';
  readonly type: string;
  readonly [member: string]: unknown;
}

/** By id where nothing else is asked, so that a page goes on where the one before ended. */
export function orderedBy(search: Search, found: readonly SeenRecord[]): readonly SeenRecord[] {
  const byId = found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const records = new Map(byId.map((each) => [asResource(each.resource), each]));
  return sorterOf(search)([...records.keys()]).flatMap((resource) => records.get(resource) ?? []);
}

/** Where the next page begins, in what is found now. */
export function startOf(
  found: readonly SeenRecord[],
  { after, offset }: { readonly after: string; readonly offset: number },
): number {
  const place = found.findIndex((each) => keyOf(each) === after);
  // What ended the page before may be gone since.
  return place < 0 ? offset : place + 1;
}

export async function includedWith(
  search: Search,
  page: readonly SeenRecord[],
  opened: OpenedChart,
): Promise<readonly SeenRecord[]> {
  if (search.includes.length + search.revIncludes.length === 0 || page.length === 0) return [];
  const around = [...(await opened.whole()), ...(await opened.around())];
  const chart = new Map(around.map((each) => [asResource(each.resource), each]));
  const matches = page.map(({ resource }) => asResource(resource));
  return includedFrom(search, matches, [...chart.keys()], INCLUDED_MOST).flatMap(
    (resource) => chart.get(resource) ?? [],
  );
}

function entryOf(
  { resource }: SeenRecord,
  mode: 'match' | 'include',
  { search, base }: { readonly search: Search; readonly base: string },
): object {
  const whole = asResource(resource);
  return {
    fullUrl: `${base}/${whole.resourceType}/${whole.id}`,
    resource: mode === 'match' ? shortened(search, whole) : whole,
    search: { mode },
  };
}

export function shortened({ summary, elements }: Search, resource: Resource): Resource {
  if (elements !== undefined) return summarise(resource, { keep: 'elements', elements });
  if (summary === 'true') return summarise(resource, { keep: 'summary' });
  return summary === 'text' || summary === 'data'
    ? summarise(resource, { keep: summary })
    : resource;
}

function ignoredIn({ ignored }: Search): readonly object[] {
  if (ignored.length === 0) return [];
  const issue = ignored.map((name) => ({
    severity: 'warning',
    code: 'not-supported',
    diagnostics: `${/^[\w.:-]{1,64}$/.test(name) ? name : 'A parameter'} was passed over.`,
  }));
  return [{ resource: { resourceType: 'OperationOutcome', issue }, search: { mode: 'outcome' } }];
}
