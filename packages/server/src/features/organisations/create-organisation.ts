import { randomUUID } from 'node:crypto';
import { createOrganisation as endpoint } from '@wardkeep/contract';
import { plainRoute } from '../../gate/index.ts';
import { organisationPlace } from './organisation-names.ts';
import { insertOrganisation } from './organisation-store.ts';

export const createOrganisation = plainRoute({
  endpoint,
  handle: async (request, { body }) => {
    const organisationId = randomUUID();
    const createdAt = request.now;
    const place = organisationPlace({ organisationId, createdAt });
    const sealed = request.gate.sealing.seal(place, { name: body.name });
    await request.commit((tx) => insertOrganisation(tx, { organisationId, sealed, createdAt }));
    return { body: { organisationId } };
  },
});
