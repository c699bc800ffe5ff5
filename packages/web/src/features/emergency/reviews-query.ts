import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Client } from '@wardkeep/client';
import { listEmergencyReviews } from '@wardkeep/contract';
import { useAccount, useClient } from '../sessions/index.ts';

export const REVIEWS_KEY = ['emergency-reviews'] as const;

const reviewsOptions = (client: Client, isBackground: boolean) =>
  queryOptions({
    queryKey: REVIEWS_KEY,
    queryFn: ({ signal }) => client.call(listEmergencyReviews, { signal, isBackground }),
  });

/** What security officers have to look at, read anew with each visit. */
export function useReviews() {
  return useQuery({ ...reviewsOptions(useClient(), false), staleTime: 0 });
}

/** How many wait; nothing for whoever reviews none, or lacks a second factor. Each reading is on record, so the page's is used. */
export function useReviewsWaiting(): number {
  const session = useAccount()?.session;
  const enabled = session?.role === 'admin' && session.needs === 'nothing';
  const { data } = useQuery({ ...reviewsOptions(useClient(), true), enabled });
  return data?.reviews.filter(({ reviewedAt }) => reviewedAt === null).length ?? 0;
}
