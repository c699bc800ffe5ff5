import { readConsentHistory as endpoint } from '@wardkeep/contract';
import { recordName } from '../../db/sealed-columns.ts';
import { Refusal, phiRoute } from '../../gate/index.ts';
import { readGrant } from '../grants/index.ts';
import { readVersions } from '../records/index.ts';
import { readFhirConsent } from './fhir-consent-rules.ts';

export const readConsentHistory = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params }) => {
    const { tx, gate, personId } = scope;
    // A Consent that came in a file is a record like any other, and none of ours.
    const grant = await readGrant(tx, gate.hashes, personId, params.consentId);
    const versions =
      grant === undefined ? [] : await readVersions(tx, personId, 'Consent', grant.grantId);
    if (versions.length === 0) throw new Refusal('not_found', 'There is no such consent here.');
    scope.read(...versions.map(({ type, id, version }) => ({ type, id, version })));
    return {
      versions: versions.map((stored) => ({
        version: stored.version,
        at: stored.createdAt.toISOString(),
        ...readFhirConsent(scope.vault.open(recordName(stored), stored.sealed)),
      })),
    };
  },
});
