import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  NoInput,
  PatientParams,
  READ_LIMIT,
  ResourceId,
  ResourceType,
  Timestamp,
} from '../fields.ts';

/** A FHIR R4 resource as JSON. The server checks its type and references, and stores the rest as it came. */
export const Resource = z.looseObject({ resourceType: ResourceType });
export type Resource = z.infer<typeof Resource>;

/** Largest Bundle, in bytes: a life's record of a chronically ill person fits several times. */
export const IMPORT_BYTES = 64 * 1024 * 1024;
const IMPORT_LIMIT = { perMinute: 30, bodyBytes: IMPORT_BYTES } as const;

export const readResource = endpoint({
  method: 'GET',
  path: '/fhir/R4/:type/:id',
  action: 'record.read',
  params: z.object({ type: ResourceType, id: ResourceId }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: Resource,
  replyKind: 'fhir',
  limit: READ_LIMIT,
});

/**
 * Into the chart of the person whom its `subject` or `patient` names as `Patient/<id>`; without one, the caller's own. A
 * member that the caller does not see is not in the answer.
 */
export const createResource = endpoint({
  method: 'POST',
  path: '/fhir/R4/:type',
  action: 'record.create',
  params: z.object({ type: ResourceType }),
  query: NoInput,
  body: Resource,
  bodyKind: 'json',
  reply: Resource,
  replyKind: 'fhir',
  limit: { perMinute: 120, bodyBytes: 1024 * 1024 },
});

/** A transaction Bundle into one chart, found as in `createResource`: whole, or not at all. */
export const transaction = endpoint({
  method: 'POST',
  path: '/fhir/R4',
  action: 'record.import',
  params: NoInput,
  query: NoInput,
  body: Resource,
  bodyKind: 'json',
  reply: Resource,
  replyKind: 'fhir',
  limit: IMPORT_LIMIT,
});

/** The same, for the page and the command line: answers counts, and progress when asked. */
export const importBundle = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/imports',
  action: 'record.import',
  params: PatientParams,
  query: NoInput,
  body: Resource,
  bodyKind: 'json',
  reply: z.object({ imported: z.int(), byType: z.record(z.string(), z.int()) }),
  replyKind: 'json',
  limit: IMPORT_LIMIT,
  progress: true,
});

const Reference = { type: ResourceType, id: ResourceId };
/** FHIR dates may be a year, a month or a day; shown as they are. */
const FhirDate = z.string().nullable();

const ChartEntry = z.object({
  ...Reference,
  title: z.string(),
  /** Code of the resource's own status, for example `active` or `completed`. */
  status: z.string().nullable(),
  startedAt: FhirDate,
  endedAt: FhirDate,
  /** A dose, a reaction, a reason: one line. */
  detail: z.string().nullable(),
});
export type ChartEntry = z.infer<typeof ChartEntry>;

const ResultSeries = z.object({
  /** `system|code` of the Observation (or of its component). */
  code: z.string(),
  title: z.string(),
  unit: z.string().nullable(),
  referenceRange: z.object({ low: z.number().nullable(), high: z.number().nullable() }).nullable(),
  points: z.array(z.object({ id: ResourceId, at: z.string(), value: z.number() })),
});
export type ResultSeries = z.infer<typeof ResultSeries>;

/** What the chart's first page needs, and no more (A6): one line for each entry; the resource itself comes by `readResource`. */
export const Chart = z.object({
  patient: z
    .object({
      id: ResourceId,
      name: z.string(),
      birthDate: FhirDate,
      gender: z.string().nullable(),
      deceased: z.boolean(),
    })
    .nullable(),
  conditions: z.array(ChartEntry),
  medications: z.array(ChartEntry),
  allergies: z.array(ChartEntry),
  immunizations: z.array(ChartEntry),
  encounters: z.array(ChartEntry),
  /** Numeric results as series, newest series first. */
  series: z.array(ResultSeries),
  /** Results that are words, newest first. */
  results: z.array(ChartEntry),
  /** How many resources of each type the chart holds, all types; where not all is seen, how many are seen. */
  counts: z.record(z.string(), z.int()),
});
export type Chart = z.infer<typeof Chart>;

export const readChart = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/chart',
  action: 'chart.read',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: Chart,
  replyKind: 'json',
  limit: READ_LIMIT,
});

export const AccessLogEntry = z.object({
  eventId: z.uuid(),
  occurredAt: Timestamp,
  action: z.string(),
  outcome: z.enum(['success', 'refused', 'failed']),
  /** Who, as far as the patient may know. */
  actor: z.object({
    /** `service`: the server by itself. */
    kind: z.enum(['you', 'person', 'share-link', 'nobody', 'operator', 'service']),
    role: z.string().nullable(),
    id: z.string().nullable(),
    /**
     * What people call themselves who work here, or whom somebody let in to this chart; null for everybody else, and for
     * who is gone.
     */
    displayName: z.string().nullable(),
  }),
  /** By what right, for example `consent` or `emergency`; null for who had none, and for what asks for none. */
  relationship: z.string().nullable(),
  resources: z.array(z.object({ type: z.string(), id: z.string() })),
  /** Total of resources; `resources` lists the first 20. */
  resourceCount: z.int(),
  /** Number in the audit log once it is in the tree; null for a moment before. */
  leafIndex: z.int().nullable(),
  /** What was asked about it, and the answer; null without a question. */
  question: z
    .object({
      askedAt: Timestamp,
      words: z.string(),
      answer: z.string().nullable(),
      answeredAt: Timestamp.nullable(),
    })
    .nullable(),
});
export type AccessLogEntry = z.infer<typeof AccessLogEntry>;

export const readAccessLog = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/access-log',
  action: 'audit.read',
  params: PatientParams,
  query: z.object({ before: z.uuid().optional() }).strict(),
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ entries: z.array(AccessLogEntry), next: z.uuid().nullable() }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

export const capabilities = endpoint({
  method: 'GET',
  path: '/fhir/R4/metadata',
  action: 'system.describe',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: Resource,
  replyKind: 'fhir',
  limit: READ_LIMIT,
});
