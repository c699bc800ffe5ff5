import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import { readSecurity } from '@wardkeep/contract';
import { useClient } from '../sessions/index.ts';

const SECURITY_KEY = ['security'] as const;

export function useSecurity() {
  const client = useClient();
  return useQuery({
    queryKey: SECURITY_KEY,
    staleTime: 0,
    queryFn: ({ signal }) => client.call(readSecurity, { signal }),
  });
}

/** For what changed it by another way than `useSecurityChange`. */
export function useReadSecurityAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: SECURITY_KEY });
}

/** One change of how the account is protected; the page shows the new state before `onDone` is called, and before `mutate`'s own `onSuccess`. */
export function useSecurityChange<Input, Reply>(
  change: (client: Client, input: Input) => Promise<Reply>,
  onDone?: (reply: Reply) => void,
) {
  const client = useClient();
  const readAgain = useReadSecurityAgain();
  return useMutation({
    mutationFn: (input: Input) => change(client, input),
    onSuccess: async (reply) => {
      await readAgain();
      onDone?.(reply);
    },
  });
}
