import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { Language, NoInput, PatientParams } from '../fields.ts';
import { OrganisationParams } from './organisations.ts';

const EXPORT_LIMIT = { perMinute: 30, bodyBytes: 0 } as const;

/** All of one person's records that the caller sees, as a collection Bundle (`application/fhir+json`). */
export const exportFhir = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/exports/fhir',
  action: 'export.chart',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.never(),
  replyKind: 'bytes',
  limit: EXPORT_LIMIT,
});

/** The same as a ZIP: `fhir/<type>.ndjson`, and the files that were uploaded, opened, under `files/`. */
export const exportZip = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/exports/zip',
  action: 'export.chart',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.never(),
  replyKind: 'bytes',
  limit: EXPORT_LIMIT,
});

/** A summary to read and to print, as a PDF. */
export const exportPdf = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/exports/pdf',
  action: 'export.chart',
  params: PatientParams,
  query: z.object({ language: Language.optional() }).strict(),
  body: NoInput,
  bodyKind: 'none',
  reply: z.never(),
  replyKind: 'bytes',
  limit: EXPORT_LIMIT,
});

/** An International Patient Summary, as a FHIR document (`application/fhir+json`). */
export const exportIps = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/exports/ips',
  action: 'export.chart',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.never(),
  replyKind: 'bytes',
  limit: EXPORT_LIMIT,
});

/**
 * The records of everybody in the caller's care for an organisation, as far as the caller sees them: newline-delimited FHIR,
 * one patient after the other. Each chart is opened, and put on record, when its turn comes; no file is in it.
 */
export const exportOrganisation = endpoint({
  method: 'GET',
  path: '/api/organisations/:organisationId/exports/ndjson',
  action: 'export.organisation',
  params: OrganisationParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.never(),
  replyKind: 'bytes',
  limit: { perMinute: 4, bodyBytes: 0 },
});

/**
 * The charts of everybody who consented to it, de-identified (HIPAA Safe Harbor, 45 CFR 164.514(b)(2)): newline-delimited
 * FHIR, under pseudonyms of this export's purpose. Free text is left out unless asked for; when a check finds an identifier
 * in what would leave, nothing leaves (`identifier_left`).
 */
export const exportDeidentified = endpoint({
  method: 'POST',
  path: '/api/exports/de-identified',
  action: 'export.de-identified',
  params: NoInput,
  query: NoInput,
  body: z.object({ withFreeText: z.boolean().default(false) }).strict(),
  bodyKind: 'json',
  reply: z.never(),
  replyKind: 'bytes',
  limit: { perMinute: 4, bodyBytes: 1024 },
});
