import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signOut } from '@wardkeep/contract';
import { ACCOUNT_KEY } from './account-query.ts';
import { useClient } from './client-context.tsx';

/** Ends the session here and on the server, and forgets everything that was read. */
export function useSignOut(onSignedOut: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => client.call(signOut),
    onSuccess: () => {
      queries.clear();
      queries.setQueryData(ACCOUNT_KEY, null);
      onSignedOut();
    },
  });
}
