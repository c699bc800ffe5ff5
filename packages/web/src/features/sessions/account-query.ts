import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Client, ProblemError } from '@wardkeep/client';
import { type PersonId, type ReplyOf, readOwnAccount } from '@wardkeep/contract';
import { useClient } from './client-context.tsx';

export type Account = ReplyOf<typeof readOwnAccount>;
export const ACCOUNT_KEY = ['account'] as const;

/** Who is signed in; `null` when nobody is, or their second factor is missing. Asked once, then kept current by the client's session events. */
export const accountOptions = (client: Client) =>
  queryOptions({
    queryKey: ACCOUNT_KEY,
    queryFn: ({ signal }) => readAccount(client, signal),
    staleTime: Infinity,
  });

async function readAccount(client: Client, signal: AbortSignal): Promise<Account | null> {
  try {
    return await client.call(readOwnAccount, { signal });
  } catch (error) {
    const nobody = ['not_signed_in', 'second_factor_needed', 'set_up_needed', 'locked'];
    if (error instanceof ProblemError && nobody.includes(error.code)) return null;
    throw error;
  }
}

/** `null` where nobody is signed in, or it is not known yet. */
export function useAccount(): Account | null {
  return useQuery(accountOptions(useClient())).data ?? null;
}

/** The person whose chart the signed-in patient sees: their own. */
export function usePatientId(): PersonId | undefined {
  return useAccount()?.session.personId;
}
