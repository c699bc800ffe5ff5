import { readConsistency as endpoint } from '@wardkeep/contract';
import { plainRoute, readConsistencyProof, Refusal } from '../../gate/index.ts';

/** That a log was only added to between two sizes. It says nothing about anybody. */
export const readConsistency = plainRoute({
  endpoint,
  unaudited: true,
  handle: async (request, { params, query }) => {
    const proof = await request.read((tx) => readConsistencyProof(tx, params.log, query));
    if (proof !== undefined) return { body: { proof: [...proof] } };
    throw new Refusal('validation_failed', 'There is no such log, or it never had these sizes.');
  },
});
