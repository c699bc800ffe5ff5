import { addMember as endpoint, isStaff } from '@wardkeep/contract';
import { Refusal, plainRoute } from '../../gate/index.ts';
import { activeRoles } from '../accounts/index.ts';
import { noOrganisation } from './no-organisation.ts';
import { isMember } from './organisation-names.ts';
import { lockOrganisation, putMember } from './organisation-store.ts';

export const addMember = plainRoute({
  endpoint,
  handle: async (request, { params }) => {
    const { gate, now } = request;
    const { personId, organisationId } = params;
    await request.commit(async (tx, _caller, event) => {
      if ((await lockOrganisation(tx, organisationId)) === undefined) throw noOrganisation();
      const role = (await activeRoles(tx, gate, [personId])).get(personId);
      if (role === undefined) throw noColleague();
      if (!isStaff(role)) throw patientsBelongToNone();
      event.about(personId);
      if (await isMember(tx, gate, params)) return;
      await putMember(tx, gate.hashes, { personId, organisationId, since: now, endedAt: null });
    });
    return { body: null };
  },
});

function noColleague(): Refusal {
  return new Refusal(
    'not_found',
    'Nobody who can sign in has this id. Look for them in the list of accounts.',
  );
}

function patientsBelongToNone(): Refusal {
  return new Refusal(
    'validation_failed',
    'Patients belong to no organisation. Add somebody who works there.',
    { errors: [{ path: 'personId', message: 'is a patient' }] },
  );
}
