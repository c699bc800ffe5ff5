import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { type Client, ProblemError } from '@wardkeep/client';
import { type ReplyOf, type Session, readSession } from '@wardkeep/contract';
import { ACCOUNT_KEY } from './account-query.ts';

export type CurrentSession = ReplyOf<typeof readSession>;
const SESSION_KEY = ['session'] as const;

/** What the session lacks and what its account can show; `null` without one. Always asked anew. */
export const sessionOptions = (client: Client) =>
  queryOptions({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => readCurrent(client, signal),
    staleTime: 0,
    gcTime: 0,
  });

async function readCurrent(client: Client, signal: AbortSignal): Promise<CurrentSession | null> {
  try {
    return await client.call(readSession, { signal });
  } catch (error) {
    const nobody = ['not_signed_in', 'set_up_needed', 'locked'];
    if (error instanceof ProblemError && nobody.includes(error.code)) return null;
    throw error;
  }
}

/** What a page does with a session that has just begun: nothing that was known of the one before stays. */
export function useSignedIn(
  onSignedIn: (session: Session) => void,
): (session: Session) => Promise<void> {
  const queries = useQueryClient();
  return async (session) => {
    await queries.resetQueries({ queryKey: ACCOUNT_KEY });
    onSignedIn(session);
  };
}
