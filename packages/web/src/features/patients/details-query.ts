import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { type Chart, type ChartEntry, type Resource, searchResources } from '@wardkeep/contract';
import { useMemo } from 'react';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { recordDate, recordTitle, useRecordWords, type RecordWords } from '../records/index.ts';
import { useClient } from '../sessions/index.ts';
import { type AllergyFacts, allergyFacts } from './allergy-facts.ts';

export interface ChartDetails {
  readonly procedures: readonly ChartEntry[];
  readonly notes: readonly ChartEntry[];
  /** By the id of the AllergyIntolerance. */
  readonly allergies: ReadonlyMap<string, AllergyFacts>;
  readonly isLoading: boolean;
}

/** The newest so many of each; the search of the chart finds what is older. */
const MOST = 500;

/** Only what a line shows: reports and notes hold their whole text. */
const ASKED: readonly {
  readonly type: string;
  readonly query: Readonly<Record<string, string>>;
}[] = [
  { type: 'AllergyIntolerance', query: { _elements: 'code,criticality,reaction' } },
  { type: 'Procedure', query: { _elements: 'code,status,performed', _sort: '-date' } },
  { type: 'DocumentReference', query: { _summary: 'true', _sort: '-date' } },
  {
    type: 'DiagnosticReport',
    query: { _elements: 'code,status,effective,issued', _sort: '-date' },
  },
];

/** What the chart's first answer leaves out. Nothing is asked for where the chart says that there is none. */
export function useChartDetails(chart: Chart | undefined): ChartDetails {
  const client = useClient();
  const words = useRecordWords();
  const { patientId, rights } = useOpenChart();
  const answers = useQueries({
    queries: ASKED.map(({ type, query }) => ({
      queryKey: chartKey(patientId, 'details', type),
      enabled: rights.openRecords && (chart?.counts[type] ?? 0) > 0,
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
        const asked = { patient: `Patient/${patientId ?? ''}`, _count: String(MOST), ...query };
        return resourcesIn(
          await client.call(searchResources, { params: { type }, query: asked, signal }),
        );
      },
    })),
    combine: together,
  });
  const { found, isLoading } = answers;
  return useMemo(() => {
    const [allergies = [], procedures = [], documents = [], reports = []] = found;
    return {
      procedures: procedures.map((resource) => entryOf(resource, words)),
      notes: newestFirst([...documents, ...reports].map((resource) => entryOf(resource, words))),
      allergies: new Map(
        allergies.map((resource) => [String(resource['id']), allergyFacts(resource)]),
      ),
      isLoading,
    };
  }, [found, isLoading, words]);
}

/** Outside of the hook: the same function each time, so that what it makes stays the same as well. */
function together(all: readonly UseQueryResult<Resource[]>[]) {
  return {
    found: all.map(({ data }) => data),
    isLoading: all.some(({ isLoading }) => isLoading),
  };
}

/** The resources of a Bundle that was searched for, without what is only said about the search. */
export function resourcesIn(bundle: Resource): Resource[] {
  const { entry } = bundle;
  return (Array.isArray(entry) ? entry : []).flatMap((one: unknown): Resource[] => {
    const resource = typeof one === 'object' && one !== null && 'resource' in one && one.resource;
    // `as`: the server's own Bundle holds resources
    const found = resource as Resource | false | undefined;
    return found && found.resourceType !== 'OperationOutcome' ? [found] : [];
  });
}

/** Any resource as a line of the chart. */
export function entryOf(resource: Resource, words: RecordWords): ChartEntry {
  const { resourceType: type, id, status, description } = resource;
  const isNote = type === 'DocumentReference' && typeof description === 'string';
  const title = isNote && description !== '' ? description : recordTitle(resource, words);
  return {
    type,
    id: String(id),
    title,
    status: typeof status === 'string' ? status : null,
    startedAt: recordDate(resource) ?? null,
    endedAt: null,
    detail: words.kind(type, 1),
  };
}

function newestFirst(entries: readonly ChartEntry[]): ChartEntry[] {
  return entries.toSorted((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));
}
