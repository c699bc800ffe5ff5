import { useQuery } from '@tanstack/react-query';
import { type Chart, type ChartEntry, searchResourcesByForm } from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { useRecordWords } from '../records/index.ts';
import { useClient } from '../sessions/index.ts';
import { entryOf, resourcesIn } from './details-query.ts';

/** Bookkeeping, and what is about the chart rather than in it. */
const NOT_SEARCHED = new Set(['Patient', 'Consent', 'AuditEvent', 'Provenance', 'Claim']).add(
  'ExplanationOfBenefit',
);
const MOST = 20;
const AT_ONCE = 4;

/**
 * Looks into the whole text of every record of the chart. Each kind of record is a search of its own, and an entry in the log
 * of who looked, so it is asked for and not done while somebody types.
 *
 * @param words - What to look for; empty asks nothing.
 */
export function useFindInside(chart: Chart, words: string) {
  const client = useClient();
  const recordWords = useRecordWords();
  const { patientId } = useOpenChart();
  return useQuery({
    queryKey: chartKey(patientId, 'find', words),
    enabled: words !== '',
    queryFn: async ({ signal }): Promise<ChartEntry[]> => {
      const types = Object.entries(chart.counts)
        .filter(([type, count]) => count > 0 && !NOT_SEARCHED.has(type))
        .map(([type]) => type);
      const look = async (type: string): Promise<ChartEntry[]> => {
        // In the body: what is looked for stands in no address.
        const asked = { patient: `Patient/${patientId ?? ''}`, _content: words, _count: `${MOST}` };
        const bundle = await client.call(searchResourcesByForm, {
          params: { type },
          body: new TextEncoder().encode(new URLSearchParams(asked).toString()),
          mediaType: 'application/x-www-form-urlencoded',
          signal,
        });
        return resourcesIn(bundle).map((resource) => entryOf(resource, recordWords));
      };
      const found: ChartEntry[] = [];
      for (let from = 0; from < types.length; from += AT_ONCE)
        found.push(...(await Promise.all(types.slice(from, from + AT_ONCE).map(look))).flat());
      return found;
    },
  });
}
