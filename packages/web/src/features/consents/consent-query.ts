import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type BodyInputOf,
  listConsents,
  narrowConsent,
  offerConsent,
  readConsentHistory,
  revokeConsent,
  widenConsent,
} from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';
import { type Allowed, common, isNothing, surplus } from './terms-rules.ts';

/** Answers of the other side come at any time: read anew with each visit. */
export function useConsents() {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useQuery({
    queryKey: chartKey(patientId, 'consents'),
    enabled: patientId !== undefined,
    staleTime: 0,
    queryFn: ({ signal }) =>
      client.call(listConsents, { params: { patientId: patientId ?? '' }, signal }),
  });
}

export function useConsentHistory(consentId: string) {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useQuery({
    queryKey: chartKey(patientId, 'consents', consentId),
    enabled: patientId !== undefined,
    staleTime: 0,
    queryFn: ({ signal }) =>
      client.call(readConsentHistory, {
        params: { patientId: patientId ?? '', consentId },
        signal,
      }),
  });
}

/** The list and every history are read again after a change, before it counts as done. */
function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient();
  const { patientId } = useOpenChart();
  return () => queries.invalidateQueries({ queryKey: chartKey(patientId, 'consents') });
}

export function useOfferConsent() {
  const client = useClient();
  const { patientId } = useOpenChart();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof offerConsent>) =>
      client.call(offerConsent, { params: { patientId: patientId ?? '' }, body }),
    onSuccess: readAgain,
    // The link is for showing once.
    gcTime: 0,
  });
}

export function useRevokeConsent(consentId: string) {
  const client = useClient();
  const { patientId } = useOpenChart();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: () =>
      client.call(revokeConsent, { params: { patientId: patientId ?? '', consentId } }),
    onSuccess: readAgain,
  });
}

/** First takes away what is less, which holds at once; then proposes what is more, which waits for a yes. */
export function useChangeConsent(consentId: string, before: Allowed) {
  const client = useClient();
  const { patientId } = useOpenChart();
  const readAgain = useReadAgain();
  const params = { patientId: patientId ?? '', consentId };
  return useMutation({
    mutationFn: async (after: Allowed) => {
      const kept = common(before, after);
      // Nothing left would be no consent: then the old one holds until the other side says yes.
      if (!isNothing(surplus(before, after)) && kept.terms.kinds.length > 0)
        await client.call(narrowConsent, { params, body: kept });
      if (!isNothing(surplus(after, before)))
        await client.call(widenConsent, { params, body: { ...after } });
    },
    onSettled: readAgain,
  });
}
