import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemError } from '@wardkeep/client';
import { type Resource, createResource, readResource, updateResource } from '@wardkeep/contract';
import { chartKey, useOpenChart } from '../open-chart/index.ts';
import { forgetChart, versionOf, withHeader } from '../records/index.ts';
import { useClient } from '../sessions/index.ts';

/** Somebody else was quicker: what stands there now. Nothing was changed. */
export class ChangedMeanwhile extends Error {
  readonly theirs: Resource;

  constructor(theirs: Resource) {
    super('the record was changed meanwhile');
    this.name = 'ChangedMeanwhile';
    this.theirs = theirs;
  }
}

/**
 * Writes a new record, or the next version of one that was read: only if it is still the one that was read.
 *
 * @param onSaved - Hears what the server now has.
 */
export function useSave(onSaved: (saved: Resource) => void) {
  const client = useClient();
  const { patientId } = useOpenChart();
  const queries = useQueryClient();
  const update = async (resource: Resource, id: string): Promise<Resource> => {
    const type = resource.resourceType;
    try {
      return await client.call(updateResource, {
        params: { type, id },
        body: resource,
        fetch: withHeader('if-match', `W/"${versionOf(resource)}"`),
      });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'precondition_failed') throw error;
      throw new ChangedMeanwhile(await client.call(readResource, { params: { type, id } }));
    }
  };
  return useMutation({
    mutationFn: (resource: Resource) => {
      const { id, resourceType: type } = resource;
      if (typeof id === 'string') return update(resource, id);
      return client.call(createResource, { params: { type }, body: resource });
    },
    onSuccess: async (saved) => {
      const { resourceType: type, id } = saved;
      await forgetChart(queries, patientId);
      queries.setQueryData(chartKey(patientId, 'record', type, String(id)), saved);
      onSaved(saved);
    },
  });
}
