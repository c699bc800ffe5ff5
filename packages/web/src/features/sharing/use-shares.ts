import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type BodyInputOf,
  type Share,
  createShare,
  listShares,
  revokeShare,
} from '@wardkeep/contract';
import { useClient, usePatientId } from '../sessions/index.ts';

const SHARES_KEY = ['shares'] as const;

export function useShares() {
  const client = useClient();
  const patientId = usePatientId();
  return useQuery({
    queryKey: SHARES_KEY,
    enabled: patientId !== undefined,
    staleTime: 0,
    queryFn: ({ signal }) =>
      client.call(listShares, { params: { patientId: patientId ?? '' }, signal }),
  });
}

export function useCreateShare(onShared: (share: Share) => void) {
  const client = useClient();
  const patientId = usePatientId();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof createShare>) =>
      client.call(createShare, { params: { patientId: patientId ?? '' }, body }),
    onSuccess: (share) => {
      onShared(share);
      return queries.invalidateQueries({ queryKey: SHARES_KEY });
    },
  });
}

export function useRevokeShare(onRevoked: () => void) {
  const client = useClient();
  const patientId = usePatientId();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (shareId: string) =>
      client.call(revokeShare, { params: { patientId: patientId ?? '', shareId } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: SHARES_KEY });
      onRevoked();
    },
  });
}
