import { readChart as endpoint } from '@wardkeep/contract';
import { phiRoute, type ChartScope, type SeenRecord } from '../../gate/index.ts';
import { CHART_TYPES, chartOf } from './chart-rules.ts';
import { byId, countRecordsByType, readRecordsOfTypes } from './record-store.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

/** The first page of a chart: opens what it shows, and no more. */
export const readChart = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope) => {
    const { seen, counts } =
      scope.view.kind === 'full' ? await seeShown(scope) : await seeAll(scope);
    return chartOf(
      seen.map(({ resource }) => resource),
      counts,
    );
  },
});

interface SeenChart {
  readonly seen: readonly SeenRecord[];
  /** By type. */
  readonly counts: Readonly<Record<string, number>>;
}

async function seeShown(scope: ChartScope): Promise<SeenChart> {
  const { tx, personId } = scope;
  const seen = await scope.see(byId(await readRecordsOfTypes(tx, personId, CHART_TYPES)));
  return { seen, counts: await countRecordsByType(tx, personId) };
}

/** Whoever does not see everything must not learn from a number how much more there is: what is counted was opened. */
async function seeAll(scope: ChartScope): Promise<SeenChart> {
  const types = [...RESOURCE_TYPES].filter((type) => scope.view.mayRead(type));
  const seen = await scope.see(byId(await readRecordsOfTypes(scope.tx, scope.personId, types)));
  const counts: Record<string, number> = {};
  for (const { type } of seen) counts[type] = (counts[type] ?? 0) + 1;
  return { seen, counts };
}
