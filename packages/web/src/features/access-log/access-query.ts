import { useInfiniteQuery } from '@tanstack/react-query';
import { readAccessLog } from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';

/** Pages of the log, newest first. */
export function useAccessLog() {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useInfiniteQuery({
    queryKey: chartKey(patientId, 'access-log'),
    enabled: patientId !== undefined,
    staleTime: 0,
    initialPageParam: null as string | null, // the first page has no `before`
    queryFn: ({ pageParam, signal }) =>
      client.call(readAccessLog, {
        params: { patientId: patientId ?? '' },
        query: pageParam === null ? {} : { before: pageParam },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
  });
}
