import { readSessionKeys as endpoint } from '@wardkeep/contract';
import { plainRoute } from '../../gate/index.ts';

/** The public halves of the keys that access tokens are verified with now, for whoever wants to check one offline. */
export const readSessionKeys = plainRoute({
  endpoint,
  unaudited: true,
  handle: (request) =>
    Promise.resolve({ body: { keys: [...request.gate.sessionTokens.publicKeys()] } }),
});
