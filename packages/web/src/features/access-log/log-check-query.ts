import { useQuery } from '@tanstack/react-query';
import { logFetchers } from '@wardkeep/client';
import { useClient } from '../sessions/index.ts';
import { checkLog } from './log-check.ts';
import { logMemory } from './log-memory.ts';

/** Compared anew with each visit of the page. */
export function useLogCheck() {
  const client = useClient();
  return useQuery({
    queryKey: ['log-check'],
    staleTime: 0,
    retry: false,
    queryFn: () =>
      // Two tabs at once would each take the other's newer state for a log that went back.
      navigator.locks.request('wardkeep-log-check', () =>
        checkLog(logFetchers(client), logMemory(localStorage)),
      ),
  });
}
