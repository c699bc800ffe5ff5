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
              'read and create of every resource type; transaction Bundles whose entries are POST; search of AuditEvent, and of no other type yet.',
            security: { cors: false },
            interaction: [{ code: 'transaction' }],
            resource: [
              {
                type: 'AuditEvent',
                documentation:
                  'Who looked at one patient’s data, for the patient and their guardians.',
                supportedProfile: ['Create', 'Delete', 'Read', 'Update'].map(
                  (name) =>
                    `https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.Patient${name}`,
                ),
                interaction: [{ code: 'search-type' }],
                searchParam: [
                  { name: 'patient', type: 'reference', documentation: 'Always asked for.' },
                  {
                    name: 'date',
                    type: 'date',
                    documentation: 'eq, ge, gt, le and lt; at most two.',
                  },
                  { name: 'agent', type: 'reference' },
                  { name: 'action', type: 'token' },
                  { name: 'outcome', type: 'token' },
                ],
              },
            ],
          },
        ],
      },
    }),
});
