import { useQuery } from '@tanstack/react-query';
import { type AccessLogEntry, readAccessLog, readHistory } from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';
import { type Version, versionsIn } from './version-list.ts';

/** The newest versions of a record; who has more than so many reads on by FHIR. */
const MOST = 200;

export function useVersions(type: string, id: string) {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useQuery({
    queryKey: chartKey(patientId, 'versions', type, id),
    staleTime: 0,
    queryFn: async ({ signal }): Promise<Version[]> => {
      const query = { _count: MOST };
      return versionsIn(await client.call(readHistory, { params: { type, id }, query, signal }));
    },
  });
}

const LOG_PAGES = 3;

/** The newest part of the chart's log, for who may read it: it says who wrote what. */
export function useRecentLog() {
  const client = useClient();
  const { patientId, rights } = useOpenChart();
  return useQuery({
    queryKey: chartKey(patientId, 'versions-log'),
    enabled: patientId !== undefined && rights.manage,
    staleTime: 0,
    queryFn: async ({ signal }): Promise<AccessLogEntry[]> => {
      const params = { patientId: patientId ?? '' };
      const found: AccessLogEntry[] = [];
      let before: string | null = null;
      for (let page = 0; page < LOG_PAGES; page += 1) {
        const query: { before?: string } = before === null ? {} : { before };
        const { entries, next } = await client.call(readAccessLog, { params, query, signal });
        found.push(...entries);
        if (next === null) break;
        before = next;
      }
      return found;
    },
  });
}
