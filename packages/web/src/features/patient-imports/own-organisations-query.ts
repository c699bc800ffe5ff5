import { useQuery } from '@tanstack/react-query';
import { listOwnOrganisations, type ReplyOf } from '@wardkeep/contract';
import { useClient } from '../sessions/index.ts';

export type OwnOrganisations = ReplyOf<typeof listOwnOrganisations>['organisations'];

/** Where one works. Each reading is on record, so it is read with a visit, not more. */
export function useOwnOrganisations() {
  const client = useClient();
  return useQuery({
    queryKey: ['own-organisations'],
    queryFn: async ({ signal }) =>
      (await client.call(listOwnOrganisations, { signal })).organisations,
  });
}
