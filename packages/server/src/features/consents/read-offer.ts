import { readOffer as endpoint } from '@wardkeep/contract';
import { phiRoute, refusal } from '../../gate/index.ts';
import { linkInvalid } from '../accounts/index.ts';
import { organisationsOf } from '../organisations/index.ts';
import { shownOffer } from './shown-offer.ts';

/** Its own words and nothing of the chart. */
export const readOffer = phiRoute({
  endpoint,
  opens: 'chart',
  person: () => null,
  offer: shownOffer,
  handle: async (scope) => {
    const { tx, gate, caller } = scope;
    const [offer] = scope.grants;
    if (caller.kind !== 'person') throw refusal('not_signed_in');
    if (offer?.kind !== 'consent' && offer?.kind !== 'care-team') throw linkInvalid();
    const { terms, patientLabel } = offer.detail;
    if (terms === null || patientLabel === null) throw linkInvalid();
    scope.read({ type: 'Grant', id: offer.grantId, version: offer.version });
    const isTeam = offer.kind === 'care-team';
    const organisations = isTeam ? await organisationsOf(tx, gate, caller.personId) : [];
    return {
      kind: offer.kind,
      patientLabel,
      terms,
      from: offer.validFrom.toISOString(),
      until: offer.validUntil?.toISOString() ?? null,
      organisations: [...organisations],
    };
  },
});
