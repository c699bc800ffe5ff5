import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Resource, deleteResource, readResource } from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { useClient } from '../sessions/index.ts';
import { withHeader } from './with-header.ts';

export function useRecord(type: string, id: string) {
  const client = useClient();
  const { patientId } = useOpenChart();
  return useQuery({
    queryKey: chartKey(patientId, 'record', type, id),
    queryFn: ({ signal }) => client.call(readResource, { params: { type, id }, signal }),
  });
}

/** The number of the version that was read; empty where the server said none. */
export function versionOf(resource: Resource): string {
  const { meta } = resource;
  const known = typeof meta === 'object' && meta !== null && 'versionId' in meta;
  return known && typeof meta.versionId === 'string' ? meta.versionId : '';
}

/** Takes a record out of the chart, if it is still the one that was read. */
export function useDeleteRecord(resource: Resource, onDeleted: () => void) {
  const client = useClient();
  const { patientId } = useOpenChart();
  const queries = useQueryClient();
  const { resourceType: type, id } = resource;
  return useMutation({
    mutationFn: () =>
      client.call(deleteResource, {
        params: { type, id: String(id) },
        // Without this, there is nothing in the answer.
        fetch: withHeader('prefer', 'return=OperationOutcome'),
      }),
    onSuccess: async () => {
      onDeleted();
      await forgetChart(queries, patientId);
    },
  });
}

/** After a change, what was read of the chart is read again when it is next shown. */
export async function forgetChart(
  queries: ReturnType<typeof useQueryClient>,
  patientId: Parameters<typeof chartKey>[0],
): Promise<void> {
  await queries.invalidateQueries({ queryKey: chartKey(patientId), refetchType: 'none' });
}
