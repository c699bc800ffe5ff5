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
  /** Somebody changed it in the database: what is missing can’t be told any more, and nothing of it can be trusted. */
  isAltered: z.boolean(),
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
