import { renameOrganisation as endpoint } from '@wardkeep/contract';
import { plainRoute } from '../../gate/index.ts';
import { noOrganisation } from './no-organisation.ts';
import { organisationPlace } from './organisation-names.ts';
import { lockOrganisation, updateOrganisation } from './organisation-store.ts';

export const renameOrganisation = plainRoute({
  endpoint,
  handle: async (request, { params, body }) => {
    const { organisationId } = params;
    await request.commit(async (tx) => {
      const organisation = await lockOrganisation(tx, organisationId);
      if (organisation === undefined) throw noOrganisation();
      const sealed = request.gate.sealing.seal(organisationPlace(organisation), {
        name: body.name,
      });
      await updateOrganisation(tx, { organisationId, sealed });
    });
    return { body: null };
  },
});
