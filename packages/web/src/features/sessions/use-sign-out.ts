import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signOut } from '@wardkeep/contract';
import { ACCOUNT_KEY } from './account-query.ts';
import { useClient } from './client-context.tsx';

/** While it runs, the end of the session is what was asked for. */
export const SIGN_OUT_KEY = ['sign-out'] as const;

/** Ends the session here and on the server, and forgets everything that was read. */
export function useSignOut(onSignedOut: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationKey: SIGN_OUT_KEY,
    mutationFn: () => client.call(signOut),
    onSuccess: () => {
      queries.clear();
      queries.setQueryData(ACCOUNT_KEY, null);
      onSignedOut();
    },
  });
}
