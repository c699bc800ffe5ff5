import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type Relationship,
  type leaveRelationship,
  acceptProposal,
  checkRelationships,
  listRelationships,
} from '@wardkeep/contract';
import { useClient } from '../sessions/index.ts';

export const RELATIONSHIPS_KEY = ['relationships'] as const;

/**
 * Whose charts one may open. Each reading is on record for each of them, so it is not read with every visit.
 *
 * @param isWatched - Changes are heard of otherwise: what was read before will do, however long ago.
 */
export function useRelationships(isWatched = false) {
  const client = useClient();
  return useQuery({
    queryKey: RELATIONSHIPS_KEY,
    queryFn: ({ signal }) => client.call(listRelationships, { signal }),
    staleTime: isWatched ? Infinity : 30_000,
  });
}

/** Somebody who revokes sees it done within 5 seconds; this leaves time for the answer. */
const CHECKS_EVERY_MS = 3000;

/** What is still there, every few seconds while a chart is open, also in a tab that nobody looks at. */
export function useRelationshipCheck() {
  const client = useClient();
  return useQuery({
    queryKey: ['relationship-check'],
    queryFn: ({ signal }) => client.call(checkRelationships, { signal, isBackground: true }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchInterval: CHECKS_EVERY_MS,
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: 'always',
  });
}

/** The other side's own: gives access back, or answers to wider terms. */
export function useRelationshipChange(
  relationship: Pick<Relationship, 'patientId' | 'grantId'>,
  // To decline what is offered is called alike.
  endpoint: typeof leaveRelationship,
) {
  const client = useClient();
  const queries = useQueryClient();
  const { patientId, grantId } = relationship;
  return useMutation({
    mutationFn: () => client.call(endpoint, { params: { patientId, grantId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: RELATIONSHIPS_KEY }),
  });
}

/** Says yes to what was shown, and to nothing that took its place since. */
export function useAcceptProposal({ patientId, grantId, version }: Relationship) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      client.call(acceptProposal, { params: { patientId, grantId }, query: { version } }),
    onSettled: () => queries.invalidateQueries({ queryKey: RELATIONSHIPS_KEY }),
  });
}
