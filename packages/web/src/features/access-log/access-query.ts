import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { askAboutAccess, readAccessLog, readEventProof } from '@wardkeep/contract';
import { saveText } from '../../ui/save-text.ts';
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

/** Asks about one access; the list shows the question before `onDone` is called. */
export function useAsk(eventId: string, onDone: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  const { patientId } = useOpenChart();
  return useMutation({
    mutationFn: (words: string) =>
      client.call(askAboutAccess, {
        params: { patientId: patientId ?? '', eventId },
        body: { words },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: chartKey(patientId, 'access-log') });
      onDone();
    },
  });
}

/** Gives the browser the file that proves that an access is in the log. */
export function useKeepProof(eventId: string) {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useMutation({
    mutationFn: () =>
      client.call(readEventProof, { params: { patientId: patientId ?? '', eventId } }),
    onSuccess: ({ fileName, proof }) => saveText(fileName, proof),
  });
}
