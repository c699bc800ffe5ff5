import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import {
  describeSystem,
  listAccountRecoveries,
  listAccounts,
  readSystem,
} from '@wardkeep/contract';
import { useClient } from '../sessions/index.ts';

/** Whether the installation is ready, locked, or waits for its first administrator. */
export const systemStateOptions = (client: Client) =>
  queryOptions({
    queryKey: ['system-state'],
    queryFn: ({ signal }) => client.call(describeSystem, { signal }),
    staleTime: 0,
  });

export const SYSTEM_KEY = ['system'] as const;

const WORK_ASKED_MS = 3_000;

/** Asked again while the keys are at work, so that its progress is seen. */
export function useSystem() {
  const client = useClient();
  return useQuery({
    queryKey: SYSTEM_KEY,
    staleTime: 0,
    // Also the first time: whoever came to the page has asked for other things of it.
    queryFn: ({ signal }) => client.call(readSystem, { signal, isBackground: true }),
    refetchInterval: ({ state }) => (state.data?.keys.work ? WORK_ASKED_MS : false),
  });
}

const ACCOUNTS_KEY = ['accounts'] as const;
const RECOVERIES_KEY = ['account-recoveries'] as const;

/** Each reading is told to everybody who is on the list: pages that are about something else ask when they have to. */
export function useAccounts({ enabled = true }: { readonly enabled?: boolean } = {}) {
  const client = useClient();
  return useQuery({
    queryKey: ACCOUNTS_KEY,
    enabled,
    staleTime: enabled ? 0 : Infinity,
    queryFn: ({ signal }) => client.call(listAccounts, { signal }),
  });
}

export function useAccountRecoveries() {
  const client = useClient();
  return useQuery({
    queryKey: RECOVERIES_KEY,
    staleTime: 0,
    queryFn: ({ signal }) => client.call(listAccountRecoveries, { signal }),
  });
}

/** A decision about somebody's account; the lists show it before `onDone` is called, and before `mutate`'s own `onSuccess`. */
export function useAccountsChange(
  change: (client: Client) => Promise<unknown>,
  onDone?: () => void,
) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => change(client),
    onSuccess: async () => {
      const lists = [ACCOUNTS_KEY, RECOVERIES_KEY];
      await Promise.all(lists.map((queryKey) => queries.invalidateQueries({ queryKey })));
      onDone?.();
    },
  });
}
