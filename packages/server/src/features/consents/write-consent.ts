import type { ChartScope } from '../../gate/index.ts';
import { RESOURCE_TYPES, writeNextVersion } from '../records/index.ts';
import type { Consented } from './consented.ts';
import { fhirConsent } from './fhir-consent-rules.ts';

/** A consent's next version as FHIR, in the chart, with the change that it tells of. The chart must be locked. */
export async function writeConsent(scope: ChartScope, consent: Consented): Promise<void> {
  const { patientId, grantId, kind, state, granteeId, detail } = consent;
  const resource = fhirConsent(
    {
      patientId,
      kind,
      state,
      label: detail.label,
      granteeId,
      terms: detail.terms,
      from: consent.validFrom,
      until: consent.validUntil,
      at: scope.now,
    },
    RESOURCE_TYPES,
  );
  await writeNextVersion(scope, 'Consent', grantId, resource);
}
