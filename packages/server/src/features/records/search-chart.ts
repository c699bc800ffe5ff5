import { Refusal, type ChartScope, type SeenRecord } from '../../gate/index.ts';
import {
  SearchError,
  jsonTestOf,
  matcherOf,
  parseSearch,
  type JsonTest,
  type Search,
} from '../../fhir/search/index.ts';
import type { Resource } from '../../fhir/resource/index.ts';
import { referredInDirectories } from './directory-references.ts';
import type { SearchText } from './entry-rules.ts';
import { readChartRecords, readRecordsOfTypes, type CurrentRecord } from './record-store.ts';

interface Understanding {
  readonly handling?: 'strict' | 'lenient';
  /** Where the search stands in what was sent; of a search that stands alone, the parameter's name says it. */
  readonly path?: string;
  /** The address of the FHIR routes: what is named below it is here. */
  readonly base?: string;
}

/** @throws {@link Refusal} `validation_failed` with the name of the parameter, and never its value. */
export function understood(
  type: string,
  query: SearchText,
  { handling, path, base }: Understanding = {},
): Search {
  try {
    return parseSearch(type, query, { handling, baseUrl: base });
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    const issue = error.code === 'bad_value' ? 'value' : 'not-supported';
    throw new Refusal('validation_failed', 'The search can’t be understood.', {
      errors: [{ path: path ?? error.parameter, message: error.message, issue }],
      cause: error,
    });
  }
}

/** A chart as this caller sees it, opened once for many searches. What is told of it is to be noted with `scope.read`. */
export interface OpenedChart {
  /** @param isWanted - What is not may be left out; this is not remembered then. */
  ofType(type: string, isWanted?: JsonTest): Promise<readonly SeenRecord[]>;
  whole(): Promise<readonly SeenRecord[]>;
  /** What it refers to in the directories of the caller's organisations, which is not in it. */
  around(): Promise<readonly SeenRecord[]>;
}

export function openedChart(scope: ChartScope): OpenedChart {
  const { tx, personId } = scope;
  const types = new Map<string, Promise<readonly SeenRecord[]>>();
  let all: Promise<readonly SeenRecord[]> | undefined;
  let around: Promise<readonly SeenRecord[]> | undefined;
  const open = async (rows: Promise<readonly CurrentRecord[]>, isWanted?: JsonTest) =>
    scope.compare(await rows, isWanted);
  const whole = () => (all ??= open(readChartRecords(tx, personId, undefined)));
  return {
    ofType: (type, isWanted) => {
      if (isWanted !== undefined) return open(readRecordsOfTypes(tx, personId, [type]), isWanted);
      const opened = types.get(type) ?? open(readRecordsOfTypes(tx, personId, [type]));
      types.set(type, opened);
      return opened;
    },
    whole,
    around: () => (around ??= whole().then((chart) => referredInDirectories(scope, chart))),
  };
}

/** What one search finds where no other looks after it; in no order. */
export async function findOnce(
  opened: OpenedChart,
  search: Search,
  now: Date,
): Promise<readonly SeenRecord[]> {
  const isWanted = jsonTestOf(search);
  if (isWanted === undefined || looksAround(search)) return findIn(opened, search, now);
  return matching(await opened.ofType(search.type, isWanted), search, now);
}

function matching(
  records: readonly SeenRecord[],
  search: Search,
  now: Date,
): readonly SeenRecord[] {
  const matches = matcherOf(search, { nowMs: now.getTime() });
  return records.filter(({ resource }) => matches(asResource(resource)));
}

/** What a search finds of a chart, in no order. */
export async function findIn(
  opened: OpenedChart,
  search: Search,
  now: Date,
): Promise<readonly SeenRecord[]> {
  if (!looksAround(search)) return matching(await opened.ofType(search.type), search, now);
  const all = await opened.whole();
  const chart = await allAround(opened);
  const matches = matcherOf(search, { nowMs: now.getTime(), chart });
  return all.filter(({ resource }) => matches(asResource(resource)));
}

/** The chart with what it refers to: what chains lead through. */
export async function allAround(opened: OpenedChart): Promise<readonly Resource[]> {
  const all = [...(await opened.whole()), ...(await opened.around())];
  return all.map(({ resource }) => asResource(resource));
}

/** Chains, `_has` and includes look at more than the records that are searched. */
export function looksAround({ conditions, includes, revIncludes }: Search): boolean {
  const asksForMore = includes.length > 0 || revIncludes.length > 0;
  return asksForMore || conditions.some(({ by }) => by !== 'value');
}

/** The same JSON, by the name that fhir/ has for it. */
export function asResource(resource: SeenRecord['resource']): Resource {
  return resource;
}

/** Whether a search asks for anything: one that does not would find all that there is. */
export function asksNothing({ conditions }: Search): boolean {
  return conditions.length === 0;
}
