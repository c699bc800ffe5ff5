import { readErasureCertificate as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import { personOfToken } from './certificate-link.ts';
import type { ErasureParts } from './erasure-parts.ts';

/** For whoever holds the link. It tells of nobody but the random id that is in the link already. */
export function readErasureCertificate(parts: ErasureParts): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { params }) => {
      const personId = personOfToken(request.gate.hashes, params.token);
      if (personId === undefined)
        throw new Refusal('not_found', 'There is no certificate at this address.');
      const certificate = await request.commit((tx, _caller, event) => {
        event.about(personId);
        return parts.certificate(tx, personId);
      });
      return { body: { certificate: certificate ?? null } };
    },
  });
}
