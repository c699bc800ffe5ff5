import { endGuardianship as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute } from '../../gate/index.ts';
import { endGrant } from '../grants/index.ts';
import { endOffers, guardianshipOf, lockGuardianships } from './guardianships.ts';

/**
 * A guardian steps back, or takes out one who came after them: a link that was sent to the wrong person is not for ever.
 * Nobody takes out who was there before.
 */
export const endGuardianship = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params }) => {
    const own = guardianshipOf(scope);
    const held = await lockGuardianships(scope);
    const ending = held.find(({ grantId }) => grantId === params.grantId);
    if (ending === undefined) throw noGuardian();
    const isOwn = ending.grantId === own.grantId;
    if (!isOwn && ending.validFrom <= own.validFrom) throw wasBefore();
    if (held.length < 2) throw last();
    await endGrant(scope, ending, isOwn ? 'left' : 'revoked');
    // Which guardian sent a link is not in it: so that whoever is out lets nobody in any more, nobody's does.
    await endOffers(scope);
    scope.read({ type: 'Grant', id: ending.grantId });
    return null;
  },
});

function noGuardian(): Refusal {
  return new Refusal('not_found', 'There is no such guardian here.');
}

function wasBefore(): Refusal {
  return new Refusal(
    'out_of_scope',
    'They were guardian before you. They can step back themselves; nothing was changed.',
  );
}

function last(): Refusal {
  return new Refusal(
    'out_of_scope',
    'You are the last guardian, and somebody must be able to hand over. Invite another guardian first, or hand over.',
  );
}
