import { readEventProof as endpoint } from '@wardkeep/contract';
import { phiRoute, Refusal } from '../../gate/index.ts';

/**
 * A file that proves one access to whoever it is shown to, without this server: for the person whom the access was to, and
 * their guardians. It names nobody: the leaf says when, what kind and how it went.
 */
export const readEventProof = phiRoute({
  endpoint,
  opens: 'audit',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params: { eventId } }) => {
    const found = await scope.eventProof(eventId);
    if (found === undefined) throw new Refusal('not_found', 'There is no proof of such an access.');
    const { proof, verifierKey } = found;
    return { fileName: `${eventId}.tlog-proof`, proof, verifierKey };
  },
});
