import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import { describeSystem, listAccounts, readSystem } from '@wardkeep/contract';
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
    queryFn: ({ signal }) => client.call(readSystem, { signal }),
    refetchInterval: ({ state }) => (state.data?.keys.work ? WORK_ASKED_MS : false),
  });
}

export function useAccounts() {
  const client = useClient();
  return useQuery({
    queryKey: ['accounts'],
    staleTime: 0,
    queryFn: ({ signal }) => client.call(listAccounts, { signal }),
  });
}
