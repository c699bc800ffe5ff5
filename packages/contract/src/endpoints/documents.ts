import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { NoInput, PatientParams, READ_LIMIT, Timestamp, WRITE_LIMIT } from '../fields.ts';

/** Told from the file's first bytes, never from its name. */
export const MEDIA_TYPES = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
] as const;
/** What was uploaded, or the original of an imported C-CDA document. */
export const MediaType = z.enum([...MEDIA_TYPES, 'application/xml']);
export type MediaType = z.infer<typeof MediaType>;

export const DOCUMENT_BYTES = 100 * 1024 * 1024;

export const DocumentId = z.uuid().toLowerCase();
const DocumentParams = PatientParams.extend({ documentId: DocumentId });

export const Document = z.object({
  documentId: DocumentId,
  title: z.string(),
  fileName: z.string(),
  mediaType: MediaType,
  sizeBytes: z.int(),
  createdAt: Timestamp,
});
export type Document = z.infer<typeof Document>;

/** Names the file; its bytes follow with `uploadDocument`. Until they are there the document is not listed. */
export const createDocument = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/documents',
  action: 'document.create',
  params: PatientParams,
  query: NoInput,
  body: z
    .object({ title: z.string().trim().min(1).max(300), fileName: z.string().min(1).max(255) })
    .strict(),
  bodyKind: 'json',
  reply: z.object({ documentId: DocumentId }),
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

export const uploadDocument = endpoint({
  method: 'PUT',
  path: '/api/patients/:patientId/documents/:documentId/content',
  action: 'document.upload',
  params: DocumentParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'bytes',
  reply: Document,
  replyKind: 'json',
  limit: { perMinute: 60, bodyBytes: DOCUMENT_BYTES },
});

export const listDocuments = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/documents',
  action: 'document.list',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ documents: z.array(Document) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** The file itself. Only what was checked against its tag leaves; a file that was altered breaks off. */
export const readDocument = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/documents/:documentId/content',
  action: 'document.read',
  params: DocumentParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.never(),
  replyKind: 'bytes',
  limit: READ_LIMIT,
});

export const deleteDocument = endpoint({
  method: 'DELETE',
  path: '/api/patients/:patientId/documents/:documentId',
  action: 'document.delete',
  params: DocumentParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: { perMinute: 120, bodyBytes: 0 },
});
