import { CONSENT_DAYS_MOST, widenConsent as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute } from '../../gate/index.ts';
import { reviseGrant } from '../grants/index.ts';
import { consentState, consentTimes, furtherThan } from './consent-rules.ts';
import { lockConsent, reachOf, type Consented } from './consented.ts';
import { describeConsent } from './describe-consents.ts';
import { tellGrantee } from './notices.ts';
import { whileGuardian, wrongTimes } from './offer-consent.ts';
import { notOpen } from './refuse-change.ts';

/** Nothing more is seen before the other side says yes: it may be asked to do more with it. */
export const widenConsent = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params, body }) => {
    const { now } = scope;
    const consent = await lockConsent(scope, params.consentId);
    if (consentState(consent, now) !== 'active') throw notOpen();
    const asked = body.until === null ? null : new Date(body.until);
    const period = { from: consent.validFrom, until: asked };
    const times = consentTimes(period, now, CONSENT_DAYS_MOST);
    if (times.kind === 'wrong') throw wrongTimes(times);
    const until = whileGuardian(scope, asked);
    const { terms } = body;
    if (furtherThan({ terms, until }, reachOf(consent)).length === 0) throw nothingMore();
    const proposed = { terms, until: until?.toISOString() ?? null };
    const detail = { ...consent.detail, proposed };
    const { validUntil } = consent;
    const revised = await reviseGrant(scope, consent, { detail, validUntil });
    const after: Consented = { ...consent, ...revised, kind: consent.kind, detail };
    await tellGrantee(scope, 'consent-widening', after);
    return describeConsent(scope, after);
  },
});

function nothingMore(): Refusal {
  return new Refusal(
    'validation_failed',
    'Nothing of this is more than was agreed. Narrow the consent instead; that needs nobody’s yes.',
    { errors: [{ path: 'terms', message: 'must go further than before, or last longer' }] },
  );
}
