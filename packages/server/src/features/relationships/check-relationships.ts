import { PersonId, checkRelationships as endpoint } from '@wardkeep/contract';
import { plainRoute, standingGrants } from '../../gate/index.ts';
import { nameFor } from './patient-names.ts';

/** Asked by every open page, every few seconds: ids and versions, and nothing is opened. */
export const checkRelationships = plainRoute({
  endpoint,
  unaudited: true,
  handle: async (request) => {
    const { gate, now } = request;
    const relationships = await request.read(async (tx, caller) => {
      const grants = await standingGrants(tx, gate.hashes, { caller, now });
      return grants.map(({ grantId, patientId, kind, version }) => ({
        grantId,
        patientId: PersonId.parse(nameFor(gate.hashes, caller, patientId)),
        kind,
        version,
      }));
    });
    return { body: { relationships } };
  },
});
