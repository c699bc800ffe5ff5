import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import { acknowledgeAlert, listAlerts, readDashboard } from '@wardkeep/contract';
import { useAccount, useClient } from '../sessions/index.ts';

const ALERTS_KEY = ['alerts'] as const;
const ASKED_MS = 60_000;

const read = (client: Client, isBackground: boolean) => ({
  queryKey: ALERTS_KEY,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    client.call(listAlerts, { signal, isBackground }),
});

/** Read anew with each visit of the page; between visits the way to it asks, see `useAlertsWaiting`. */
export function useAlerts() {
  return useQuery({ ...read(useClient(), false), staleTime: 0 });
}

/** How many are open; none for whoever looks after none, or lacks a second factor. Each reading is on record: once a minute. */
export function useAlertsWaiting(): number {
  const session = useAccount()?.session;
  const enabled = session?.role === 'admin' && session.needs === 'nothing';
  const query = read(useClient(), true);
  return useQuery({ ...query, enabled, refetchInterval: ASKED_MS }).data?.open ?? 0;
}

export function useSettle(alertId: string, onDone: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (words: string) =>
      client.call(acknowledgeAlert, { params: { alertId }, body: { words } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ALERTS_KEY });
      onDone();
    },
  });
}

export function useFigures(days: number) {
  const client = useClient();
  return useQuery({
    queryKey: ['security-figures', days],
    staleTime: 0,
    // The plots stay while those of another time are fetched.
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => client.call(readDashboard, { query: { days }, signal }),
  });
}
