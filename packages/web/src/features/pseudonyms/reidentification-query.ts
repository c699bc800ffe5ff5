import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import { listReidentifications } from '@wardkeep/contract';
import { useClient } from '../sessions/index.ts';

const REIDENTIFICATIONS_KEY = ['reidentifications'] as const;

export function useReidentifications() {
  const client = useClient();
  return useQuery({
    queryKey: REIDENTIFICATIONS_KEY,
    staleTime: 0,
    queryFn: ({ signal }) => client.call(listReidentifications, { signal }),
  });
}

/** The list shows a step before `mutate`'s own `onSuccess` is called. What was read is not kept. */
export function useReidentificationStep<Input, Reply>(
  step: (client: Client, input: Input) => Promise<Reply>,
) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => step(client, input),
    onSuccess: () => queries.invalidateQueries({ queryKey: REIDENTIFICATIONS_KEY }),
    gcTime: 0,
  });
}
