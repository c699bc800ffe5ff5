import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type ReplyOf,
  type addToCareTeam,
  readCareTeam,
  type removeFromCareTeam,
} from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';

export type TeamMember = ReplyOf<typeof readCareTeam>['members'][number];

export function useCareTeam() {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useQuery({
    queryKey: chartKey(patientId, 'care-team'),
    enabled: patientId !== undefined,
    queryFn: ({ signal }) =>
      client.call(readCareTeam, { params: { patientId: patientId ?? '' }, signal }),
  });
}

/** Puts a colleague into the team of the chart that is open, or takes somebody out of it. */
export function useTeamChange(endpoint: typeof addToCareTeam | typeof removeFromCareTeam) {
  const client = useClient();
  const queries = useQueryClient();
  const { patientId } = useOpenChart();
  return useMutation({
    mutationFn: (personId: string) =>
      client.call(endpoint, { params: { patientId: patientId ?? '', personId } }),
    // Whoever accepted for a team takes its consent along.
    onSuccess: () =>
      Promise.all(
        ['care-team', 'consents'].map((what) =>
          queries.invalidateQueries({ queryKey: chartKey(patientId, what) }),
        ),
      ),
  });
}
