import { narrowConsent as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute, type ChartScope } from '../../gate/index.ts';
import { endGrant, grantsBelow, openGrant, reviseGrant } from '../grants/index.ts';
import { revokeSharesUnder } from '../sharing/index.ts';
import { commonReach, consentState, furtherThan, type Reach } from './consent-rules.ts';
import { lockConsent, reachOf, type Consented } from './consented.ts';
import { describeConsent } from './describe-consents.ts';
import { tellGrantee } from './notices.ts';
import { notOpen, refusePast } from './refuse-change.ts';
import { writeConsent } from './write-consent.ts';

/** From the next request on. A proposal that waits goes too: whoever takes away does not mean to give more. */
export const narrowConsent = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params, body }) => {
    const consent = await lockConsent(scope, params.consentId);
    if (!['offered', 'active'].includes(consentState(consent, scope.now))) throw notOpen();
    const reach = { terms: body.terms, until: body.until === null ? null : new Date(body.until) };
    refuseFurther(reach, reachOf(consent));
    refusePast(reach, scope.now);
    const detail = { ...consent.detail, terms: reach.terms, proposed: null };
    const narrowed = await reviseGrant(scope, consent, { detail, validUntil: reach.until });
    await narrowTeam(scope, narrowed.grantId, reach);
    const after: Consented = { ...consent, ...narrowed, kind: consent.kind, detail };
    await writeConsent(scope, after);
    await tellGrantee(scope, 'consent-narrowed', after);
    return describeConsent(scope, after);
  },
});

/** Colleagues keep nothing that the team has lost; links made under any of them show what was seen then, and end. */
async function narrowTeam(scope: ChartScope, grantId: string, reach: Reach): Promise<void> {
  const { tx, gate, personId, now } = scope;
  const below = await grantsBelow(tx, gate.hashes, personId, grantId);
  for (const each of below) {
    const { detail, validUntil } = openGrant(scope, each);
    const common = detail.terms && commonReach({ terms: detail.terms, until: validUntil }, reach);
    if (common === null) await endGrant(scope, each, 'revoked');
    else {
      const narrowed = { ...detail, terms: common.terms };
      await reviseGrant(scope, each, { detail: narrowed, validUntil: common.until });
    }
  }
  const ids = [grantId, ...below.map((each) => each.grantId)];
  await revokeSharesUnder(tx, personId, ids, now);
}

function refuseFurther(after: Reach, before: Reach): void {
  const further = furtherThan(after, before);
  if (further.length === 0) return;
  throw new Refusal(
    'validation_failed',
    'This would be more than was agreed. Propose wider terms instead; the other side is asked.',
    { errors: further.map((path) => ({ path, message: 'goes further than before' })) },
  );
}
