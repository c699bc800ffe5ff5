import { removeMember as endpoint } from '@wardkeep/contract';
import { Refusal, membershipsOf, plainRoute } from '../../gate/index.ts';
import { endGrant, grantsOfGrantee } from '../grants/index.ts';
import { revokeSharesUnder } from '../sharing/index.ts';
import { noOrganisation } from './no-organisation.ts';
import { lockOrganisation, putMember } from './organisation-store.ts';

/**
 * The gate reads the membership with each grant: what they had by it is closed with the next request. What a colleague
 * had of a team does not come back with a new membership; a team that they lead goes on for the others, and is the
 * patient's to end.
 */
export const removeMember = plainRoute({
  endpoint,
  handle: async (request, { params }) => {
    const { gate, now } = request;
    const { personId, organisationId } = params;
    await request.commit(async (tx, _caller, event) => {
      if ((await lockOrganisation(tx, organisationId)) === undefined) throw noOrganisation();
      const memberships = await membershipsOf(tx, gate.hashes, personId);
      const member = memberships.find((each) => each.organisationId === organisationId);
      if (member === undefined) throw noMember();
      event.about(personId);
      await putMember(tx, gate.hashes, { ...member, endedAt: now });
      const held = await grantsOfGrantee(tx, gate.hashes, personId);
      for (const grant of held.filter((each) => each.organisationId === organisationId)) {
        if (grant.parentId === null)
          await revokeSharesUnder(tx, grant.patientId, [grant.grantId], now);
        else await endGrant({ tx, gate, now }, grant, 'left');
      }
    });
    return { body: null };
  },
});

function noMember(): Refusal {
  return new Refusal('not_found', 'Nobody with this id works there.');
}
