import { declineProposal as endpoint } from '@wardkeep/contract';
import { phiRoute } from '../../gate/index.ts';
import { asConsented, tellPatient } from '../consents/index.ts';
import { reviseGrant } from '../grants/index.ts';
import { lockProposal } from './proposal.ts';

/** What was agreed before goes on. */
export const declineProposal = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params }) => {
    const { stored, detail } = await lockProposal(scope, params.grantId);
    const { validUntil } = stored;
    const kept = { detail: { ...detail, proposed: null }, validUntil };
    const consent = asConsented(await reviseGrant(scope, stored, kept));
    if (consent !== undefined)
      await tellPatient(scope, 'consent-widening-declined', consent.detail.label);
    return null;
  },
});
