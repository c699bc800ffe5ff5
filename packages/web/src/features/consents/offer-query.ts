import { useMutation, useQuery } from '@tanstack/react-query';
import {
  type PersonId,
  type ReplyOf,
  acceptOffer,
  declineOffer,
  readOffer,
} from '@wardkeep/contract';
import { useClient } from '../sessions/index.ts';

export type Offer = ReplyOf<typeof readOffer>;

/** What the link offers, to whoever is signed in. Kept no longer than the page is open. */
export function useOffer(token: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['offer', token],
    queryFn: ({ signal }) => client.call(readOffer, { body: { token }, signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
}

export function useAcceptOffer(token: string, onAccepted: (patientId: PersonId) => void) {
  const client = useClient();
  return useMutation({
    mutationFn: (organisationId: string | undefined) =>
      client.call(acceptOffer, {
        body: { token, ...(organisationId !== undefined && { organisationId }) },
      }),
    onSuccess: ({ patientId }) => onAccepted(patientId),
  });
}

export function useDeclineOffer(token: string) {
  const client = useClient();
  return useMutation({ mutationFn: () => client.call(declineOffer, { body: { token } }) });
}
