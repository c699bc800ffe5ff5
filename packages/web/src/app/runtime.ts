import { QueryClient } from '@tanstack/react-query';
import { type Client, ClientError, createClient } from '@wardkeep/client';
import type { Session } from '@wardkeep/contract';
import { ACCOUNT_KEY, SIGN_OUT_KEY } from '../features/sessions/index.ts';
import { createAppRouter } from './router.tsx';

/** Says only that somebody was signed in here, so that a reload is worth a refresh. No secret. */
const HINT = 'wardkeep-signed-in';

/** Client, cache and router know each other: an ended session empties the cache and leads to the sign-in page. */
export function createRuntime() {
  const queries = createQueries();
  let ended = false;
  const client: Client = createClient({
    baseUrl: '',
    hadSession: localStorage.getItem(HINT) !== null,
    exclusively,
    onSession: (session) => onSession(session),
  });
  const router = createAppRouter({ client, queries, sessionEnded: () => ended });

  const onSession = (session: Session | null): void => {
    if (session) localStorage.setItem(HINT, '1');
    else localStorage.removeItem(HINT);
    if (queries.isMutating({ mutationKey: SIGN_OUT_KEY }) > 0) return;
    ended = session === null;
    if (ended && queries.getQueryData(ACCOUNT_KEY)) leave();
  };
  const leave = (): void => {
    queries.setQueryData(ACCOUNT_KEY, null);
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ACCOUNT_KEY[0] });
    // A page that then fails to load shows its own error.
    router.invalidate().catch(() => {});
  };
  return { client, queries, router };
}

/**
 * Each read of a record is an entry in its owner's access log, so nothing is read again only because a
 * window came to the front.
 */
function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, error) =>
          failures < 2 && error instanceof ClientError && error.code === 'unreachable',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** One refresh at a time among all tabs; without the Locks API (not a secure context) among this tab's calls. */
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request('wardkeep-session', work) : work();
}
