import { acceptProposal as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute, type ChartScope } from '../../gate/index.ts';
import { asConsented, tellPatient, writeConsent, type Consented } from '../consents/index.ts';
import { grantsBelow, reviseGrant } from '../grants/index.ts';
import { lockProposal } from './proposal.ts';

/** What was proposed holds from the next request on; for colleagues too, when the lead of a team says yes. */
export const acceptProposal = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params, query }) => {
    const { stored, detail, proposal } = await lockProposal(scope, params.grantId);
    if (query.version !== undefined && query.version !== stored.version) throw changed();
    const change = {
      detail: { ...detail, terms: proposal.terms, proposed: null },
      validUntil: proposal.until,
    };
    const widened = await reviseGrant(scope, stored, change);
    await widenTeam(scope, stored.grantId, change);
    const consent = asConsented(widened);
    if (consent !== undefined) await told(scope, consent);
    return null;
  },
});

/** Colleagues have copies of what the lead has. */
async function widenTeam(
  scope: ChartScope,
  grantId: string,
  change: Parameters<typeof reviseGrant>[2],
): Promise<void> {
  const { tx, gate, personId } = scope;
  for (const each of await grantsBelow(tx, gate.hashes, personId, grantId))
    await reviseGrant(scope, each, change);
}

async function told(scope: ChartScope, consent: Consented): Promise<void> {
  await writeConsent(scope, consent);
  await tellPatient(scope, 'consent-widening-accepted', consent.detail.label);
}

function changed(): Refusal {
  return new Refusal(
    'validation_failed',
    'What is offered has changed since you looked. Nothing was accepted; look at it again.',
    { errors: [{ path: 'version', message: 'is not the one that waits now' }] },
  );
}
