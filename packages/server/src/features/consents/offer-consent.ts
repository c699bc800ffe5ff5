import { CONSENT_DAYS_MOST, offerConsent as endpoint, type BodyOf } from '@wardkeep/contract';
import { Refusal, phiRoute, refusal, type ChartScope, type Route } from '../../gate/index.ts';
import { issueOneTimeToken } from '../accounts/index.ts';
import { grantsOfPatient, makeGrant } from '../grants/index.ts';
import { lockChart } from '../records/index.ts';
import { CONSENTS_MOST, OFFER_MS, consentState, consentTimes } from './consent-rules.ts';
import { asConsented, type Consented } from './consented.ts';
import { describeConsent } from './describe-consents.ts';
import { spoken } from './notice-rules.ts';
import { writeConsent } from './write-consent.ts';

/** A grant that lets nobody in until its link is answered, and the link. */
export function offerConsent(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope, { body }) => {
      await lockChart(scope.tx, scope.personId);
      await refuseTooMany(scope);
      const consent = await makeOffer(scope, body);
      await writeConsent(scope, consent);
      const linkExpiresAt = linkEnd(scope.now, consent.validUntil);
      const link = await makeLink(scope, consent, {
        publicUrl: publicUrl(),
        expiresAt: linkExpiresAt,
        email: body.email,
      });
      return {
        consent: await describeConsent(scope, consent),
        link,
        linkExpiresAt: linkExpiresAt.toISOString(),
        isSent: body.email !== null && scope.gate.mail.isOn,
      };
    },
  });
}

async function refuseTooMany({ tx, gate, personId, now }: ChartScope): Promise<void> {
  const given = await grantsOfPatient(tx, gate.hashes, personId, ['consent', 'care-team']);
  const open = given.filter(
    (each) => each.parentId === null && ['offered', 'active'].includes(consentState(each, now)),
  );
  if (open.length < CONSENTS_MOST) return;
  throw new Refusal(
    'validation_failed',
    `A chart has at most ${CONSENTS_MOST} open offers and consents. End one that is not needed any more.`,
  );
}

async function makeOffer(scope: ChartScope, body: BodyOf<typeof endpoint>): Promise<Consented> {
  const asked = {
    from: body.from === undefined ? undefined : new Date(body.from),
    until: body.until === null ? null : new Date(body.until),
  };
  const times = consentTimes(asked, scope.now, CONSENT_DAYS_MOST);
  if (times.kind === 'wrong') throw wrongTimes(times);
  const { kind, label, patientLabel, terms } = body;
  const grant = await makeGrant(scope, {
    kind,
    state: 'offered',
    granteeId: null,
    organisationId: null,
    parentId: null,
    pseudonym: null,
    validFrom: times.from,
    validUntil: whileGuardian(scope, times.until),
    detail: { label, patientLabel, terms, proposed: null, endsOn: null },
  });
  const consent = asConsented(grant);
  if (consent === undefined) throw new TypeError('what was offered is a consent');
  return consent;
}

/** What a guardian grants ends with their guardianship: growing up ends it too. */
export function whileGuardian(
  { relationship, grants }: Pick<ChartScope, 'relationship' | 'grants'>,
  until: Date | null,
): Date | null {
  if (relationship !== 'guardian') return until;
  const days = grants.flatMap(({ detail }) => (detail.endsOn === null ? [] : [detail.endsOn]));
  const ends = [...days.map((day) => Date.parse(day)), until?.getTime() ?? Infinity];
  const first = Math.min(...ends);
  return Number.isFinite(first) ? new Date(first) : null;
}

export function wrongTimes(wrong: { readonly path: string; readonly message: string }): Refusal {
  return new Refusal('validation_failed', 'The times of this consent can’t be so.', {
    errors: [{ path: wrong.path, message: wrong.message }],
  });
}

/** An offer does not outlive what it offers. */
function linkEnd(now: Date, until: Date | null): Date {
  const end = new Date(now.getTime() + OFFER_MS);
  return until !== null && until < end ? until : end;
}

async function makeLink(
  scope: ChartScope,
  consent: Consented,
  by: { readonly publicUrl: string; readonly expiresAt: Date; readonly email: string | null },
): Promise<string> {
  const { tx, gate, caller, client, personId: patientId } = scope;
  if (caller.kind !== 'person') throw refusal('not_signed_in');
  const { expiresAt, email } = by;
  const detail = { patientId, grantId: consent.grantId, offeredBy: caller.personId, email };
  const token = await issueOneTimeToken(scope, tx, {
    purpose: 'consent-offer',
    expiresAt,
    personId: patientId,
    detail,
  });
  const link = `${by.publicUrl}/consent#${token}`;
  if (email !== null) {
    await gate.mail.queue(tx, {
      to: { address: email, language: client.language },
      template: 'consent-offered',
      values: { link, patientLabel: spoken(consent.detail.patientLabel) },
    });
  }
  return link;
}
