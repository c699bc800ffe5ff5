import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type BodyInputOf,
  type PersonId,
  type Share,
  createShare,
  listShares,
  revokeShare,
} from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';

const sharesKey = (patientId: PersonId | undefined) => chartKey(patientId, 'shares');

export function useShares() {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useQuery({
    queryKey: sharesKey(patientId),
    enabled: patientId !== undefined,
    staleTime: 0,
    queryFn: ({ signal }) =>
      client.call(listShares, { params: { patientId: patientId ?? '' }, signal }),
  });
}

export function useCreateShare(onShared: (share: Share) => void) {
  const client = useClient();
  const { patientId } = useOpenChart();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof createShare>) =>
      client.call(createShare, { params: { patientId: patientId ?? '' }, body }),
    onSuccess: (share) => {
      onShared(share);
      return queries.invalidateQueries({ queryKey: sharesKey(patientId) });
    },
  });
}

export function useRevokeShare(onRevoked: () => void) {
  const client = useClient();
  const { patientId } = useOpenChart();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (shareId: string) =>
      client.call(revokeShare, { params: { patientId: patientId ?? '', shareId } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: sharesKey(patientId) });
      onRevoked();
    },
  });
}
