import { summarisePatient as endpoint } from '@wardkeep/contract';
import { phiRoute, refusal } from '../../gate/index.ts';
import { ipsDocument } from '../../fhir/ips/index.ts';
import type { Resource } from '../../fhir/resource/index.ts';
import { ownerOfRecord } from './owner-of-record.ts';
import { asResource, openedChart } from './search-chart.ts';

/** Who puts the document together; nobody has to have written it. */
export const DOCUMENT_AUTHOR: Resource = {
  resourceType: 'Device',
  id: '6f0c2f0e-5a0b-4d52-8f2b-7a6a4f9d3c11',
  deviceName: [{ name: 'Wardkeep', type: 'manufacturer-name' }],
};

/** An International Patient Summary of what this caller sees of the chart. */
export const summarisePatient = phiRoute({
  endpoint,
  opens: 'chart',
  person: (facts, { params }) => ownerOfRecord(facts, { params: { type: 'Patient', ...params } }),
  handle: async (scope) => {
    const seen = await openedChart(scope).whole();
    const resources = seen.map(({ resource }) => asResource(resource));
    const patient = resources.find(
      ({ resourceType, id }) => resourceType === 'Patient' && id === scope.personId,
    );
    if (patient === undefined) throw refusal('not_found');
    const document = ipsDocument({ patient, resources, at: scope.now, author: DOCUMENT_AUTHOR });
    // Ids of the document's own: what it was made of is what was read.
    for (const { type, id, version } of seen) scope.read({ type, id, version });
    return document;
  },
});
