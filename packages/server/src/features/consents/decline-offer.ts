import { declineOffer as endpoint } from '@wardkeep/contract';
import { phiRoute } from '../../gate/index.ts';
import { endGrant } from '../grants/index.ts';
import { tellPatient } from './notices.ts';
import { answerOffer, shownOffer } from './shown-offer.ts';
import { writeConsent } from './write-consent.ts';

export const declineOffer = phiRoute({
  endpoint,
  opens: 'chart',
  person: () => null,
  offer: shownOffer,
  handle: async (scope, { body }) => {
    const { offer } = await answerOffer(scope, body.token);
    await endGrant(scope, offer, 'declined');
    await writeConsent(scope, { ...offer, state: 'declined' });
    await tellPatient(scope, 'consent-declined', offer.detail.label);
    return null;
  },
});
