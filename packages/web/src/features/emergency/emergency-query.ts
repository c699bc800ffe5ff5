import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type BodyInputOf,
  type BodyOf,
  checkRelationships,
  disputeEmergencyAccess,
  leaveRelationship,
  listEmergencyAccesses,
  openEmergencyAccess,
  reviewEmergencyAccess,
} from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { RELATIONSHIPS_KEY } from '../relationships/index.ts';
import { useClient } from '../sessions/index.ts';
import { REVIEWS_KEY } from './reviews-query.ts';

/** Breaks the glass. The list of one's own open accesses has it before this counts as done. */
export function useOpenEmergency() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof openEmergencyAccess>) =>
      client.call(openEmergencyAccess, { body }),
    onSuccess: () => queries.resetQueries({ queryKey: RELATIONSHIPS_KEY }),
    // What was searched for, and why, is nobody's to find in this page afterwards.
    gcTime: 0,
  });
}

/** Gives back every emergency access to the chart that is open. */
export function useEndEmergency(onEnded: () => void) {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useMutation({
    mutationFn: async () => {
      const { relationships } = await client.call(checkRelationships);
      const open = relationships.filter(
        (one) => one.kind === 'emergency' && one.patientId === patientId,
      );
      for (const { grantId } of open)
        await client.call(leaveRelationship, { params: { patientId: patientId ?? '', grantId } });
    },
    onSuccess: onEnded,
  });
}

/** Who opened the chart in an emergency, for whose chart it is. */
export function useEmergencyAccesses() {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useQuery({
    queryKey: chartKey(patientId, 'emergency-accesses'),
    enabled: patientId !== undefined,
    queryFn: ({ signal }) =>
      client.call(listEmergencyAccesses, { params: { patientId: patientId ?? '' }, signal }),
  });
}

export function useDispute(grantId: string, onDone: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  const { patientId } = useOpenChart();
  return useMutation({
    mutationFn: (words: string) =>
      client.call(disputeEmergencyAccess, {
        params: { patientId: patientId ?? '', grantId },
        body: { words },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: chartKey(patientId, 'emergency-accesses') });
      onDone();
    },
  });
}

export function useReview(grantId: string, onDone: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyOf<typeof reviewEmergencyAccess>) =>
      client.call(reviewEmergencyAccess, { params: { grantId }, body }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: REVIEWS_KEY });
      onDone();
    },
  });
}
