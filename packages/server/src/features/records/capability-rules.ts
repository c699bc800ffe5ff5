import type { Endpoint } from '@wardkeep/contract';
import { parametersOf } from '../../fhir/search/index.ts';
import { DIRECTORY_TYPES } from './chart-required-rules.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

const RELEASED = '2026-11-22';

/** By method and address; what is not here is no interaction of one type. */
const INTERACTIONS: readonly (readonly [method: string, path: string, code: string])[] = [
  ['GET', '/fhir/R4/:type/:id', 'read'],
  ['GET', '/fhir/R4/:type/:id/_history/:versionId', 'vread'],
  ['GET', '/fhir/R4/:type/:id/_history', 'history-instance'],
  ['POST', '/fhir/R4/:type', 'create'],
  ['PUT', '/fhir/R4/:type/:id', 'update'],
  ['PATCH', '/fhir/R4/:type/:id', 'patch'],
  ['DELETE', '/fhir/R4/:type/:id', 'delete'],
  ['GET', '/fhir/R4/:type', 'search-type'],
];
const CHANGES: ReadonlySet<string> = new Set(['update', 'patch', 'delete']);
/** Who may see a chart, and who looked, is changed where it is decided. */
const NOT_CHANGED: ReadonlySet<string> = new Set(['AuditEvent', 'Consent']);

type Routed = Pick<Endpoint, 'method' | 'path'>;

/**
 * What this server can do, and nothing that it can't (https://hl7.org/fhir/R4/capabilitystatement.html): made from the
 * routes that there are and the search parameters that are understood.
 */
export function capabilityStatement(routes: readonly Routed[], base: string): object {
  const has = (method: string, path: string): boolean =>
    routes.some((each) => each.method === method && each.path === path);
  const codes = INTERACTIONS.flatMap(([method, path, code]) => (has(method, path) ? [code] : []));
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: RELEASED,
    kind: 'instance',
    software: { name: 'Wardkeep' },
    implementation: { description: 'Wardkeep', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    patchFormat: ['application/json-patch+json'],
    rest: [
      {
        mode: 'server',
        documentation: DOCUMENTATION,
        security: { cors: false, description: SECURITY },
        interaction: has('POST', '/fhir/R4') ? [{ code: 'transaction' }, { code: 'batch' }] : [],
        resource: [...RESOURCE_TYPES].flatMap((type) =>
          type === 'AuditEvent' ? [AUDIT_EVENT] : [resourceOf(type, codes, has)],
        ),
      },
    ],
  };
}

function resourceOf(
  type: string,
  codes: readonly string[],
  has: (method: string, path: string) => boolean,
): object {
  const may = codes.filter((code) => !NOT_CHANGED.has(type) || !CHANGES.has(code));
  const mayChange = may.includes('update');
  const operations = OPERATIONS.filter(
    ([only, method, path]) => only.includes(type) && has(method, path),
  );
  const validates = has('POST', '/fhir/R4/:type/$validate');
  return {
    type,
    ...(DIRECTORY_TYPES.has(type) ? { documentation: DIRECTORY } : {}),
    interaction: may.map((code) => ({ code })),
    versioning: mayChange ? 'versioned-update' : 'versioned',
    readHistory: true,
    updateCreate: false,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: mayChange && has('PUT', '/fhir/R4/:type'),
    conditionalDelete: mayChange && has('DELETE', '/fhir/R4/:type') ? 'single' : 'not-supported',
    referencePolicy: ['local', 'enforced'],
    searchInclude: ['*'],
    searchParam: parametersOf(type).map(({ code, kind }) => ({ name: code, type: kind })),
    ...(validates || operations.length > 0
      ? {
          operation: [
            ...(validates ? [{ name: 'validate', definition: VALIDATE }] : []),
            ...operations.map(([, , , name, definition]) => ({ name, definition })),
          ],
        }
      : {}),
  };
}

const VALIDATE = 'http://hl7.org/fhir/OperationDefinition/Resource-validate';

const OPERATIONS: readonly (readonly [
  types: readonly string[],
  method: string,
  path: string,
  name: string,
  definition: string,
])[] = [
  [
    ['Patient'],
    'GET',
    '/fhir/R4/Patient/:id/$everything',
    'everything',
    'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  ],
  [
    ['Patient'],
    'GET',
    '/fhir/R4/Patient/:id/$summary',
    'summary',
    'http://hl7.org/fhir/uv/ips/OperationDefinition/summary',
  ],
];

const DOCUMENTATION = [
  'A search looks into one chart: of the patient whom patient or subject names, or the caller’s own. Patient alone is searched across people, among those whom the caller may read.',
  'Ids are made here: an update changes what is there. A chart has one Patient, whose id is the person’s.',
  'Resources are validated against base R4. A reference leads into the same chart, to another server, or is refused.',
  'A transaction is about one chart. Each entry of a batch is a request of its own.',
].join(' ');

const DIRECTORY = [
  'Belongs to the chart that it came with, or to an organisation’s directory.',
  'What staff send or search without naming a patient is their organisation’s; who works in several names one as _organization where something is made.',
  'In a directory there is no conditional update, patch or delete, and no transaction: send a batch.',
].join(' ');

const SECURITY =
  'A session in a cookie, and for what changes something its token in the header Wardkeep-CSRF.';

const AUDIT_EVENT = {
  type: 'AuditEvent',
  documentation: 'Who looked at one patient’s data, for the patient and their guardians.',
  supportedProfile: ['Create', 'Delete', 'Read', 'Update'].map(
    (name) => `https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.Patient${name}`,
  ),
  interaction: [{ code: 'search-type' }],
  searchParam: [
    { name: 'patient', type: 'reference', documentation: 'Always asked for.' },
    { name: 'date', type: 'date', documentation: 'eq, ge, gt, le and lt; at most two.' },
    { name: 'agent', type: 'reference' },
    { name: 'action', type: 'token' },
    { name: 'outcome', type: 'token' },
  ],
};
