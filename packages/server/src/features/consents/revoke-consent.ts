import { revokeConsent as endpoint } from '@wardkeep/contract';
import { phiRoute } from '../../gate/index.ts';
import { endGrant } from '../grants/index.ts';
import { lockConsent } from './consented.ts';
import { tellGrantee } from './notices.ts';
import { writeConsent } from './write-consent.ts';

/** Also an offer that nobody has answered: its link opens nothing any more. What has ended already stays as it ended. */
export const revokeConsent = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params }) => {
    const consent = await lockConsent(scope, params.consentId);
    scope.read({ type: 'Grant', id: consent.grantId, version: consent.version });
    if (consent.state !== 'offered' && consent.state !== 'active') return null;
    await endGrant(scope, consent, 'revoked');
    await writeConsent(scope, { ...consent, state: 'revoked' });
    await tellGrantee(scope, 'consent-revoked', consent);
    return null;
  },
});
