import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { searchEvents } from '@wardkeep/contract';
import { useClient } from '../sessions/index.ts';
import { type EventSearch, queryOf } from './event-search.ts';

/** Pages of what was found, newest first. */
export function useEvents(search: EventSearch) {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: ['audit-events', search],
    staleTime: 0,
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null, // the first page has no `before`
    queryFn: ({ pageParam, signal }) =>
      client.call(searchEvents, {
        query: { ...queryOf(search), ...(pageParam !== null && { before: pageParam }) },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
  });
}
