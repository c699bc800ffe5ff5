import { readHistory, readVersion, type QueryOf } from '@wardkeep/contract';
import {
  Refusal,
  isTombstone,
  phiRoute,
  refusal,
  type ChartScope,
  type FhirAnswer,
  type Route,
} from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { ownerOfRecord } from './owner-of-record.ts';
import { readAnswer, type ReadAsked } from './read-record.ts';
import { readRecord } from './record-store.ts';
import {
  readVersion as readOne,
  readVersionsBefore,
  type StoredVersion,
} from './versions-store.ts';

const PAGE = 50;
const NEWEST = 2 ** 31 - 1;

/** Every version of one record, newest first (https://hl7.org/fhir/R4/http.html#history). */
export function recordHistory(address: () => string): Route {
  return phiRoute({
    endpoint: readHistory,
    opens: 'chart',
    person: ownerOfRecord,
    handle: async (scope, { params, query }) => {
      await refuseUnseen(scope, params);
      return historyBundle(
        { ...params, query, base: address() },
        {
          rows: (before, limit) =>
            readVersionsBefore(scope.tx, scope.personId, { ...params, before, limit }),
          see: (rows) => seeEach(scope, rows),
        },
      );
    },
  });
}

interface HistoryAsked {
  readonly type: string;
  readonly id: string;
  readonly query: QueryOf<typeof readHistory>;
  readonly base: string;
}

type Version = Pick<StoredVersion, 'type' | 'id' | 'version' | 'createdAt'>;

interface Versions<Row extends Version> {
  readonly rows: (before: number, limit: number) => Promise<readonly Row[]>;
  readonly see: (rows: readonly Row[]) => Promise<readonly (StoredJson | undefined)[]>;
}

/** A page of a record's versions. @throws {@link Refusal} `not_found` where there are none. */
export async function historyBundle<Row extends Version>(
  { type, id, query, base }: HistoryAsked,
  versions: Versions<Row>,
) {
  const { _count: count = PAGE, _since: since, _before: before = NEWEST } = query;
  const rows = await versions.rows(before, count + 2);
  if (rows.length === 0) throw refusal('not_found');
  const from = since === undefined ? undefined : new Date(since);
  const asked = rows.filter(({ createdAt }) => from === undefined || createdAt >= from);
  const page = asked.slice(0, count);
  const here = `${base}/${type}/${id}/_history`;
  const last = page.at(-1);
  const hasMore = last !== undefined && asked.length > count;
  const link = (version: number | undefined): string =>
    linkTo(here, { _count: count, _since: since, _before: version });
  // The version before tells whether this one made the record, or brought it back.
  const seen = await versions.see(rows.slice(0, count + 1));
  return {
    resourceType: 'Bundle' as const,
    type: 'history',
    link: [
      { relation: 'self', url: link(query._before) },
      ...(hasMore ? [{ relation: 'next', url: link(last.version) }] : []),
    ],
    entry: page.flatMap((row, index) => {
      const resource = seen[index];
      if (resource === undefined) return [];
      const isFirst = row.version === 1 || isTombstoneAt(seen, index + 1);
      return [historyEntry(row, resource, { base, isFirst })];
    }),
  };
}

function isTombstoneAt(seen: readonly (StoredJson | undefined)[], index: number): boolean {
  const resource = seen[index];
  return resource !== undefined && isTombstone(resource);
}

/** One version, also of what is there no more. */
export const readRecordVersion = phiRoute({
  endpoint: readVersion,
  opens: 'chart',
  person: ownerOfRecord,
  handle: async (scope, { params, query, headers }) => {
    const { type, id, versionId } = params;
    const version = versionIn(versionId);
    await refuseUnseen(scope, params);
    const row = await readOne(scope.tx, scope.personId, { type, id, version });
    const [resource] = row === undefined ? [] : await seeEach(scope, [row]);
    if (row === undefined || resource === undefined) throw refusal('not_found');
    const there = { version: row.version, updatedAt: row.createdAt };
    return versionAnswer(there, resource, { query, headers });
  },
});

/** As an address names it; 0 for what is no version of ours. */
export function versionIn(versionId: string): number {
  return /^[1-9]\d{0,8}$/.test(versionId) ? Number(versionId) : 0;
}

/** @throws {@link Refusal} `gone` for the version that says that the record was deleted. */
export function versionAnswer(
  there: { readonly version: number; readonly updatedAt: Date },
  resource: StoredJson,
  { query, headers }: Pick<ReadAsked, 'query' | 'headers'>,
): FhirAnswer {
  if (isTombstone(resource))
    throw new Refusal('gone', 'This version says that the record was deleted.');
  return readAnswer(there, resource, { query, headers });
}

/** Whoever does not see what is there now, or was there last, sees nothing of what was before. */
async function refuseUnseen(
  scope: ChartScope,
  { type, id }: { readonly type: string; readonly id: string },
): Promise<void> {
  if (scope.view.kind === 'full') return;
  const current = await readRecord(scope.tx, scope.personId, type, id);
  const versions =
    current === undefined
      ? await readVersionsBefore(scope.tx, scope.personId, { type, id, before: NEWEST, limit: 2 })
      : [current];
  const last = versions.at(-1);
  const seen = last === undefined ? [] : await scope.compare([last]);
  if (seen.length === 0) throw refusal('not_found');
}

/** Each for itself: what one version says of its sensitivity says nothing of another. */
async function seeEach(
  scope: ChartScope,
  rows: readonly StoredVersion[],
): Promise<readonly (StoredJson | undefined)[]> {
  const seen: (StoredJson | undefined)[] = [];
  for (const row of rows) seen.push((await scope.see([row]))[0]?.resource);
  return seen;
}

function historyEntry(
  { type, id, version, createdAt }: Version,
  resource: StoredJson,
  { base, isFirst }: { readonly base: string; readonly isFirst: boolean },
): object {
  const made = { etag: `W/"${version}"`, lastModified: createdAt.toISOString() };
  const fullUrl = `${base}/${type}/${id}`;
  if (isTombstone(resource))
    return {
      fullUrl,
      request: { method: 'DELETE', url: `${type}/${id}` },
      response: { status: '204', ...made },
    };
  const [method, url, status] = isFirst ? ['POST', type, '201'] : ['PUT', `${type}/${id}`, '200'];
  return { fullUrl, resource, request: { method, url }, response: { status, ...made } };
}

function linkTo(
  address: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) asked.set(name, String(value));
  return `${address}?${asked}`;
}
