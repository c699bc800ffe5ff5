import { leaveRelationship as endpoint } from '@wardkeep/contract';
import { phiRoute } from '../../gate/index.ts';
import { asConsented, tellPatient, writeConsent } from '../consents/index.ts';
import { endEmergency } from '../emergency-access/index.ts';
import { endGrant } from '../grants/index.ts';
import { lockHeld } from './held-grant.ts';

/** A colleague leaves a team without ending it; its lead ends it. */
export const leaveRelationship = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params }) => {
    const { stored, held } = await lockHeld(scope, params.grantId);
    scope.read({ type: 'Grant', id: held.grantId, version: held.version });
    await endGrant(scope, stored, 'left');
    if (stored.kind === 'emergency') await endEmergency(scope, stored.grantId);
    const { label } = held.detail;
    const consent = asConsented({ ...stored, state: 'left', detail: held.detail });
    if (consent !== undefined) await writeConsent(scope, consent);
    if (label !== null) await tellPatient(scope, 'consent-left', label);
    return null;
  },
});
