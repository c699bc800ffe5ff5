import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import { listOrganisations } from '@wardkeep/contract';
import { useClient } from '../sessions/index.ts';

const ORGANISATIONS_KEY = ['organisations'] as const;

/** Each reading is on record for each member, so it is read anew with a visit and after a change, not more. */
export function useOrganisations() {
  const client = useClient();
  return useQuery({
    queryKey: ORGANISATIONS_KEY,
    staleTime: 0,
    queryFn: ({ signal }) => client.call(listOrganisations, { signal }),
  });
}

/** The list shows a change before `onDone` is called, and before `mutate`'s own `onSuccess`. */
export function useOrganisationsChange<Input = void>(
  change: (client: Client, input: Input) => Promise<unknown>,
  onDone?: () => void,
) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(client, input),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ORGANISATIONS_KEY });
      onDone?.();
    },
  });
}
