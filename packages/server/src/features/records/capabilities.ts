import { capabilities as endpoint } from '@wardkeep/contract';
import { plainRoute } from '../../gate/index.ts';

const RELEASED = '2026-11-22';

/** What this server can do, and nothing that it can't (https://hl7.org/fhir/R4/capabilitystatement.html). */
export const capabilities = plainRoute({
  endpoint,
  unaudited: true,
  handle: () =>
    Promise.resolve({
      body: {
        resourceType: 'CapabilityStatement',
        status: 'active',
        date: RELEASED,
        kind: 'instance',
        software: { name: 'Wardkeep' },
        fhirVersion: '4.0.1',
        format: ['application/fhir+json'],
        rest: [
          {
            mode: 'server',
            documentation:
              'read and create of every resource type; transaction Bundles whose entries are POST. No search yet.',
            security: { cors: false },
            interaction: [{ code: 'transaction' }],
          },
        ],
      },
    }),
});
