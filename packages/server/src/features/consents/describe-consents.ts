import { PersonId, type Consent } from '@wardkeep/contract';
import type { ChartScope, Named } from '../../gate/index.ts';
import { organisationNames } from '../organisations/index.ts';
import { consentState } from './consent-rules.ts';
import type { Consented } from './consented.ts';

/** Consents as the patient sees them, with the names that the others have now. */
export async function describeConsents(
  scope: ChartScope,
  consents: readonly Consented[],
): Promise<readonly Consent[]> {
  const { tx, gate, now } = scope;
  const names = await scope.names(consents.flatMap(({ granteeId }) => granteeId ?? []));
  const organisationIds = consents.flatMap(({ organisationId }) => organisationId ?? []);
  const organisations = await organisationNames(tx, gate, organisationIds);
  return consents.map((consent) => describe(consent, { names, organisations, now }));
}

export async function describeConsent(scope: ChartScope, consent: Consented): Promise<Consent> {
  const [described] = await describeConsents(scope, [consent]);
  if (described === undefined) throw new TypeError('one consent is described by one');
  return described;
}

function describe(
  consent: Consented,
  known: {
    readonly names: ReadonlyMap<string, Named>;
    readonly organisations: ReadonlyMap<string, string>;
    readonly now: Date;
  },
): Consent {
  const { granteeId, organisationId, detail } = consent;
  const named = granteeId === null ? undefined : known.names.get(granteeId);
  const organisation =
    organisationId === null ? null : (known.organisations.get(organisationId) ?? null);
  return {
    consentId: consent.grantId,
    state: consentState(consent, known.now),
    kind: consent.kind,
    label: detail.label,
    grantee:
      granteeId === null
        ? null
        : {
            personId: PersonId.parse(granteeId),
            role: named?.role ?? null,
            displayName: named?.displayName ?? null,
            organisation,
          },
    terms: detail.terms,
    proposed: detail.proposed?.terms ?? null,
    proposedUntil: detail.proposed?.until ?? null,
    from: consent.validFrom.toISOString(),
    until: consent.validUntil?.toISOString() ?? null,
    version: consent.version,
    createdAt: consent.createdAt.toISOString(),
  };
}
