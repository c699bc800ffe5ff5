import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type BodyInputOf,
  addDependant,
  endGuardianship,
  listGuardians,
  offerGuardianship,
  offerHandOver,
} from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { RELATIONSHIPS_KEY } from '../relationships/index.ts';
import { useClient } from '../sessions/index.ts';

export function useAddDependant() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof addDependant>) => client.call(addDependant, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: RELATIONSHIPS_KEY }),
  });
}

export function useGuardians() {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useQuery({
    queryKey: chartKey(patientId, 'guardians'),
    enabled: patientId !== undefined,
    staleTime: 0,
    queryFn: ({ signal }) =>
      client.call(listGuardians, { params: { patientId: patientId ?? '' }, signal }),
  });
}

export function useEndGuardianship(grantId: string) {
  const client = useClient();
  const queries = useQueryClient();
  const { patientId } = useOpenChart();
  return useMutation({
    mutationFn: () =>
      client.call(endGuardianship, { params: { patientId: patientId ?? '', grantId } }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: chartKey(patientId, 'guardians') }),
        queries.invalidateQueries({ queryKey: RELATIONSHIPS_KEY }),
      ]),
  });
}

export function useOfferGuardianship() {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useMutation({
    mutationFn: (email: string | null) =>
      client.call(offerGuardianship, { params: { patientId: patientId ?? '' }, body: { email } }),
    // The link is for showing once.
    gcTime: 0,
  });
}

export function useOfferHandOver() {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useMutation({
    mutationFn: (email: string) =>
      client.call(offerHandOver, { params: { patientId: patientId ?? '' }, body: { email } }),
    gcTime: 0,
  });
}
