import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { type Client, ClientError, ProblemError, createClient } from '@wardkeep/client';
import { type Session, signOut } from '@wardkeep/contract';
import {
  ACCOUNT_KEY,
  type Account,
  SIGN_OUT_KEY,
  createStepUp,
  notingFetch,
} from '../features/sessions/index.ts';
import { createAppRouter } from './router.tsx';

/** Says only that somebody was signed in here, so that a reload is worth a refresh. No secret. */
const HINT = 'wardkeep-signed-in';

/** Client, cache and router know each other: an ended session empties the cache and leads to the sign-in page. */
export function createRuntime() {
  const queries = createQueries((error) => onRefusal(error));
  const stepUp = createStepUp();
  let ended = false;
  const client: Client = createClient({
    baseUrl: '',
    hadSession: localStorage.getItem(HINT) !== null,
    exclusively,
    fetch: notingFetch(localStorage),
    onSession: (session) => onSession(session),
    onStepUp: stepUp.ask,
  });

  const onSession = (session: Session | null): void => {
    if (session) localStorage.setItem(HINT, '1');
    else localStorage.removeItem(HINT);
    if (queries.isMutating({ mutationKey: SIGN_OUT_KEY }) > 0) return;
    ended = session === null;
    const account = queries.getQueryData<Account | null>(ACCOUNT_KEY);
    if (!account) return;
    if (session?.personId === account.session.personId)
      queries.setQueryData(ACCOUNT_KEY, { ...account, session });
    else leave();
  };
  /** Also when another tab signed in as somebody else: then the guards find out who that is. */
  const leave = (): void => {
    stepUp.answer(false);
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ACCOUNT_KEY[0] });
    if (!ended) readAccountAgain();
    else {
      queries.setQueryData(ACCOUNT_KEY, null);
      lookAgain();
    }
  };
  const endSession = (): void => {
    ended = true;
    leave();
    // Where the server does not answer, it ends the session by itself: nobody has used it for long enough.
    client.call(signOut).catch(() => {});
  };
  /** What a session lacks is for the guards of the pages: they know where it can be shown. */
  const onRefusal = (error: unknown): void => {
    if (error instanceof ProblemError && LACKING.has(error.code)) readAccountAgain();
  };
  const router = createAppRouter({ client, queries, sessionEnded: () => ended, endSession });
  const readAccountAgain = (): void => {
    queries.resetQueries({ queryKey: ACCOUNT_KEY }).then(lookAgain, lookAgain);
  };
  const lookAgain = (): void => {
    // A page that then fails to load shows its own error.
    router.invalidate().catch(() => {});
  };
  return { client, queries, router, stepUp };
}

const LACKING: ReadonlySet<ProblemError['code']> = new Set<ProblemError['code']>([
  'second_factor_needed',
  'second_factor_set_up_needed',
]);

/**
 * Each read of a record is an entry in its owner's access log, so nothing is read again only because a
 * window came to the front.
 */
function createQueries(onError: (error: unknown) => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
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
