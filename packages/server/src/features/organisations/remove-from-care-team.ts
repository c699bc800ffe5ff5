import { removeFromCareTeam as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute } from '../../gate/index.ts';
import { endGrant, grantsOfPatient, lockGrant } from '../grants/index.ts';
import { callerInTeam } from './care-team.ts';
import { mayEnd } from './care-team-rules.ts';

export const removeFromCareTeam = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params }) => {
    const { tx, gate, personId: patientId } = scope;
    const callerId = callerInTeam(scope);
    const all = await grantsOfPatient(tx, gate.hashes, patientId, ['care-team']);
    const team = all.filter(({ state }) => state === 'active');
    const parts = team.filter(({ granteeId }) => granteeId === params.personId);
    if (parts.length === 0) throw notInTeam();
    const theirs = parts.filter((part) => mayEnd(callerId, part, team));
    if (theirs.length === 0) throw notTheirs();
    const state = callerId === params.personId ? 'left' : 'revoked';
    for (const { grantId } of theirs) {
      const part = await lockGrant(tx, gate.hashes, patientId, grantId);
      if (part?.state !== 'active') continue;
      await endGrant(scope, part, state);
      scope.read({ type: 'Grant', id: grantId });
    }
    return null;
  },
});

function notInTeam(): Refusal {
  return new Refusal('not_found', 'Nobody with this id is in this care team.');
}

function notTheirs(): Refusal {
  return new Refusal(
    'out_of_scope',
    'Only the patient, and whoever accepted for the team, can take somebody else out of it.',
  );
}
