import { listOwnOrganisations as endpoint } from '@wardkeep/contract';
import { ownPerson, phiRoute } from '../../gate/index.ts';
import { organisationsOf } from './organisation-names.ts';

/** Where the caller works: a page that does something for an organisation lets them choose among these. */
export const listOwnOrganisations = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async ({ tx, gate, personId }) => ({
    organisations: [...(await organisationsOf(tx, gate, personId))],
  }),
});
