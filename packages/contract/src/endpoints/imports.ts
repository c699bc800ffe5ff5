import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { PatientParams, PersonId } from '../fields.ts';
import { IMPORT_BYTES } from './fhir.ts';
import { OrganisationParams } from './organisations.ts';

/** What an import takes, by its `content-type`. */
export const IMPORT_MEDIA_TYPES = {
  /** A Bundle: transaction, batch, collection, document, searchset or history. */
  bundle: ['application/fhir+json', 'application/json'],
  /** One resource a line, of one type or several, of one patient. */
  ndjson: ['application/fhir+ndjson', 'application/x-ndjson', 'application/ndjson'],
  /** A C-CDA R2.1 document. */
  ccda: ['application/xml', 'text/xml', 'application/hl7-cda+xml'],
} as const;

/**
 * `strict`: nothing is stored when anything is wrong. `lenient`: what is right is stored, and the report says what was not.
 * Left out, a Bundle is strict and everything else lenient.
 */
export const ImportMode = z.enum(['strict', 'lenient']);
export type ImportMode = z.infer<typeof ImportMode>;

/** Why something was not taken. */
export const NOT_TAKEN_CODES = [
  /** Was deleted in this chart; `revive=true` brings it back. */
  'deleted_here',
  /** Not as FHIR R4 asks. */
  'invalid',
  /** No JSON, or no resource. */
  'unreadable',
  /** Refers to something that is neither in the file nor in the chart. */
  'unresolved_reference',
  /** Says the same id as an earlier entry. */
  'duplicate',
  /** More than 1 MiB. */
  'too_large',
  /** Is about another person than the chart. */
  'another_person',
  /** The caller may not write it here, or does not see what is there. */
  'out_of_scope',
  /** Of a kind that is not taken: another request than to store, or a section that has no resources. */
  'not_supported',
] as const;

const NotTaken = z.object({
  /** `entry[3].resource`, `line 12`, or a section of a document. */
  where: z.string(),
  code: z.enum(NOT_TAKEN_CODES),
  /** In plain words; never a value that was sent. */
  why: z.string(),
});
export type NotTaken = z.infer<typeof NotTaken>;

/** More than so many are counted and not listed. */
export const NOT_TAKEN_MOST = 500;

export const ImportReport = z.object({
  /** Records that are in the chart now, and were not, or were another version. */
  imported: z.int(),
  /** Records that were there already, the same. */
  unchanged: z.int(),
  /** Of both together, how many of each type. */
  byType: z.record(z.string(), z.int()),
  /** How many were not taken; `notTaken` lists the first {@link NOT_TAKEN_MOST}. */
  notTakenCount: z.int(),
  notTaken: z.array(NotTaken),
  /** The document that the original was kept as, for C-CDA; null when nothing new came of it. */
  documentId: z.uuid().nullable(),
});
export type ImportReport = z.infer<typeof ImportReport>;

const ImportQuery = z
  .object({ mode: ImportMode.optional(), revive: z.enum(['true', 'false']).optional() })
  .strict();

/**
 * Records of one patient into their chart, for the page and the command line. The same entry of the same file is the same
 * record, however often it comes. Answers a report, and counts while it works when asked.
 */
export const importRecords = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/imports',
  action: 'record.import',
  params: PatientParams,
  query: ImportQuery,
  body: z.unknown(),
  bodyKind: 'records',
  reply: ImportReport,
  replyKind: 'json',
  limit: { perMinute: 60, bodyBytes: IMPORT_BYTES },
  progress: true,
});

/**
 * One patient of many that an organisation brings along. Whoever is known by an identifier, and is the caller's to see, gets
 * the records into their chart; whoever is not is a new person with a new chart, in the care of the caller for this
 * organisation. One request for each patient: each is stored, or fails, by itself; several may be under way at once.
 */
export const importPatient = endpoint({
  method: 'POST',
  path: '/api/organisations/:organisationId/imports',
  action: 'patient.import',
  params: OrganisationParams,
  query: ImportQuery,
  body: z.unknown(),
  bodyKind: 'records',
  reply: ImportReport.extend({
    patientId: PersonId,
    /** A new person; false for one whom the caller knew. */
    isNew: z.boolean(),
  }),
  replyKind: 'json',
  limit: { perMinute: 6000, bodyBytes: IMPORT_BYTES },
  progress: true,
});
