import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { READ_LIMIT, ResourceId, ResourceType, NoInput, WRITE_LIMIT } from '../fields.ts';

/** A FHIR R4 resource as JSON. The server checks its type and references, and stores the rest as it came. */
export const Resource = z.looseObject({ resourceType: ResourceType });
export type Resource = z.infer<typeof Resource>;

/** Largest Bundle, in bytes: a life's record of a chronically ill person fits several times. */
export const IMPORT_BYTES = 64 * 1024 * 1024;
export const IMPORT_LIMIT = { perMinute: 30, bodyBytes: IMPORT_BYTES } as const;

/** What every FHIR address understands (https://hl7.org/fhir/R4/http.html#parameters). */
const Format = { _format: z.string().max(100).optional(), _pretty: z.string().max(10).optional() };
const FormatQuery = z.object(Format).strict();

/** A part of a resource (https://hl7.org/fhir/R4/search.html#summary). */
export const PartQuery = z
  .object({
    ...Format,
    _summary: z.enum(['true', 'text', 'data', 'false']).optional(),
    _elements: z.string().max(1000).optional(),
  })
  .strict();

const OneParameter = z.string().max(4000);

/** Search parameters as they came; what they may be depends on the resource type. */
export const SearchParameters = z.record(
  z.string().max(200),
  z.union([OneParameter, z.array(OneParameter).max(100)]),
);
export type SearchParameters = z.infer<typeof SearchParameters>;

const TypeParams = z.object({ type: ResourceType });
const RecordParams = z.object({ type: ResourceType, id: ResourceId });
const VersionParams = z.object({ type: ResourceType, id: ResourceId, versionId: ResourceId });

/** Bytes of one resource as it is sent. */
const RESOURCE_BYTES = 1024 * 1024;
const RESOURCE_LIMIT = { perMinute: 120, bodyBytes: RESOURCE_BYTES } as const;

export const capabilities = endpoint({
  method: 'GET',
  path: '/fhir/R4/metadata',
  action: 'system.describe',
  params: NoInput,
  query: FormatQuery,
  body: NoInput,
  bodyKind: 'none',
  reply: Resource,
  replyKind: 'fhir',
  limit: READ_LIMIT,
});

export const readResource = endpoint({
  method: 'GET',
  path: '/fhir/R4/:type/:id',
  action: 'record.read',
  params: z.object({ type: ResourceType, id: ResourceId }),
  query: PartQuery,
  body: NoInput,
  bodyKind: 'none',
  reply: Resource,
  replyKind: 'fhir',
  limit: READ_LIMIT,
});

/**
 * Into the chart of the person whom its `subject` or `patient` names as `Patient/<id>`; without one, the caller's own. A
 * member that the caller does not see is not in the answer. With `If-None-Exist` what is there already is not made again.
 * What an organisation knows, such as a Practitioner, that staff send alone goes into their organisation's directory: of
 * several, the one that `_organization` names.
 */
export const createResource = endpoint({
  method: 'POST',
  path: '/fhir/R4/:type',
  action: 'record.create',
  params: z.object({ type: ResourceType }),
  query: z.object({ ...Format, _organization: z.uuid().toLowerCase().optional() }).strict(),
  body: Resource,
  bodyKind: 'json',
  reply: Resource,
  replyKind: 'fhir',
  limit: RESOURCE_LIMIT,
});

/**
 * A transaction Bundle in one chart, found as in `createResource`: whole, or not at all. Of a batch Bundle each entry is a
 * request of its own, also for the audit log.
 */
export const transaction = endpoint({
  method: 'POST',
  path: '/fhir/R4',
  action: 'record.import',
  params: NoInput,
  query: FormatQuery,
  body: Resource,
  bodyKind: 'json',
  reply: Resource,
  replyKind: 'fhir',
  limit: IMPORT_LIMIT,
});

/** The next version of what is there; an id that is not there is not made. */
export const updateResource = endpoint({
  method: 'PUT',
  path: '/fhir/R4/:type/:id',
  action: 'record.update',
  params: RecordParams,
  query: FormatQuery,
  body: Resource,
  bodyKind: 'json',
  reply: Resource,
  replyKind: 'fhir',
  limit: RESOURCE_LIMIT,
});

/** The same for the one record that a search finds in the chart; made when there is none. */
export const updateByQuery = endpoint({
  ...updateResource,
  path: '/fhir/R4/:type',
  params: TypeParams,
  query: SearchParameters,
});

/** One operation of a JSON Patch (RFC 6902 §4). */
const PatchOperation = z.looseObject({
  op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
  path: z.string().max(1000),
});

export const patchResource = endpoint({
  method: 'PATCH',
  path: '/fhir/R4/:type/:id',
  action: 'record.update',
  params: RecordParams,
  query: FormatQuery,
  body: z.array(PatchOperation).min(1).max(1000),
  bodyKind: 'json',
  mediaTypes: ['application/json-patch+json'],
  reply: Resource,
  replyKind: 'fhir',
  limit: RESOURCE_LIMIT,
});

export const patchByQuery = endpoint({
  ...patchResource,
  path: '/fhir/R4/:type',
  params: TypeParams,
  query: SearchParameters,
});

/** Out of the chart and of every search. What it said stays in its history. */
export const deleteResource = endpoint({
  method: 'DELETE',
  path: '/fhir/R4/:type/:id',
  action: 'record.delete',
  params: RecordParams,
  query: FormatQuery,
  body: NoInput,
  bodyKind: 'none',
  reply: Resource,
  replyKind: 'fhir',
  limit: { perMinute: 120, bodyBytes: 0 },
});

export const deleteByQuery = endpoint({
  ...deleteResource,
  path: '/fhir/R4/:type',
  params: TypeParams,
  query: SearchParameters,
});

/** Every version of one record, newest first. */
export const readHistory = endpoint({
  method: 'GET',
  path: '/fhir/R4/:type/:id/_history',
  action: 'record.read-history',
  params: RecordParams,
  query: z
    .object({
      ...Format,
      _count: z.coerce.number().int().min(1).max(1000).optional(),
      _since: z.iso.datetime({ offset: true }).optional(),
      /** Of the link to the next page: versions before this one. */
      _before: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
    })
    .strict(),
  body: NoInput,
  bodyKind: 'none',
  reply: Resource,
  replyKind: 'fhir',
  limit: READ_LIMIT,
});

export const readVersion = endpoint({
  method: 'GET',
  path: '/fhir/R4/:type/:id/_history/:versionId',
  action: 'record.read-history',
  params: VersionParams,
  query: PartQuery,
  body: NoInput,
  bodyKind: 'none',
  reply: Resource,
  replyKind: 'fhir',
  limit: READ_LIMIT,
});

/** Whether this would be taken; nothing is stored. */
export const validateResource = endpoint({
  method: 'POST',
  path: '/fhir/R4/:type/$validate',
  action: 'record.validate',
  params: TypeParams,
  query: z.object({ ...Format, mode: z.string().max(20).optional() }).strict(),
  body: Resource,
  bodyKind: 'json',
  reply: Resource,
  replyKind: 'fhir',
  limit: RESOURCE_LIMIT,
});

/** The same for what is to be the next version of a record. */
export const validateVersion = endpoint({
  ...validateResource,
  path: '/fhir/R4/:type/:id/$validate',
  params: RecordParams,
});

/** Inside one chart: of the patient whom a parameter names, or the caller's own. */
export const searchResources = endpoint({
  method: 'GET',
  path: '/fhir/R4/:type',
  action: 'record.search',
  params: TypeParams,
  query: SearchParameters,
  body: NoInput,
  bodyKind: 'none',
  reply: Resource,
  replyKind: 'fhir',
  limit: READ_LIMIT,
});

/** The same with what is looked for out of the address. */
export const searchResourcesByForm = endpoint({
  ...searchResources,
  method: 'POST',
  path: '/fhir/R4/:type/_search',
  body: SearchParameters,
  bodyKind: 'form',
  limit: { ...WRITE_LIMIT, perMinute: READ_LIMIT.perMinute },
});

/** Patients whom the caller stands in a relationship with, by who they are. */
export const searchPatients = endpoint({
  ...searchResources,
  path: '/fhir/R4/Patient',
  action: 'record.find',
  params: NoInput,
});

export const searchPatientsByForm = endpoint({
  ...searchResourcesByForm,
  path: '/fhir/R4/Patient/_search',
  action: 'record.find',
  params: NoInput,
});

const PatientParams = z.object({ id: ResourceId });

/** The whole chart, as this caller sees it. */
export const readEverything = endpoint({
  method: 'GET',
  path: '/fhir/R4/Patient/:id/$everything',
  action: 'record.read-all',
  params: PatientParams,
  query: z
    .object({
      ...Format,
      _count: z.coerce.number().int().min(1).max(1000).optional(),
      _type: z.string().max(4000).optional(),
      _since: z.iso.datetime({ offset: true }).optional(),
      _cursor: z.string().max(10_000).optional(),
    })
    .strict(),
  body: NoInput,
  bodyKind: 'none',
  reply: Resource,
  replyKind: 'fhir',
  limit: READ_LIMIT,
});

/** An International Patient Summary (https://hl7.org/fhir/uv/ips/). */
export const summarisePatient = endpoint({
  method: 'GET',
  path: '/fhir/R4/Patient/:id/$summary',
  action: 'record.summarise',
  params: PatientParams,
  query: FormatQuery,
  body: NoInput,
  bodyKind: 'none',
  reply: Resource,
  replyKind: 'fhir',
  limit: READ_LIMIT,
});
