import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  NoInput,
  PatientParams,
  READ_LIMIT,
  ResourceId,
  ResourceType,
  Timestamp,
  WRITE_LIMIT,
} from '../fields.ts';
import { Document, DocumentId } from './documents.ts';
import { Resource } from './fhir.ts';

export const SHARE_HOURS_DEFAULT = 24;
export const SHARE_HOURS_MOST = 7 * 24;

const ShareId = z.uuid().toLowerCase();

export const Share = z.object({
  shareId: ShareId,
  /** Whoever holds it can open it: the 256-bit id is in the part after `#`, which no server or proxy logs. */
  link: z.url(),
  label: z.string(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
  state: z.enum(['active', 'expired', 'revoked', 'used-up']),
  opened: z.int(),
  opensMost: z.int().nullable(),
  recordCount: z.int(),
  documentCount: z.int(),
});
export type Share = z.infer<typeof Share>;

export const createShare = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/shares',
  action: 'share.create',
  params: PatientParams,
  query: NoInput,
  body: z
    .object({
      label: z.string().trim().min(1).max(120),
      records: z.array(z.object({ type: ResourceType, id: ResourceId }).strict()).max(500),
      documents: z.array(DocumentId).max(100),
      expiresInHours: z.int().min(1).max(SHARE_HOURS_MOST).default(SHARE_HOURS_DEFAULT),
      opensMost: z.int().min(1).max(1000).nullable().default(null),
    })
    .strict()
    .refine((share) => share.records.length + share.documents.length > 0, {
      path: ['records'],
      message: 'choose at least one record or document',
    }),
  bodyKind: 'json',
  reply: Share,
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

export const listShares = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/shares',
  action: 'share.list',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ shares: z.array(Share) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** Effective at the next request, whoever holds the link. */
export const revokeShare = endpoint({
  method: 'DELETE',
  path: '/api/patients/:patientId/shares/:shareId',
  action: 'share.revoke',
  params: PatientParams.extend({ shareId: ShareId }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: { perMinute: 120, bodyBytes: 0 },
});

/**
 * For whoever holds a link, without an account: `Authorization: Wardkeep-Share <id>`.
 * Each call counts as one opening.
 */
export const openShare = endpoint({
  method: 'GET',
  path: '/api/shared',
  action: 'share.open',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    /** The patient's name as in the shared chart; null when the chart has none. */
    patientName: z.string().nullable(),
    patientBirthDate: z.string().nullable(),
    label: z.string(),
    expiresAt: Timestamp,
    records: z.array(Resource),
    documents: z.array(Document),
  }),
  replyKind: 'json',
  limit: { perMinute: 60, bodyBytes: 0 },
});

export const readSharedDocument = endpoint({
  method: 'GET',
  path: '/api/shared/documents/:documentId/content',
  action: 'share.read-document',
  params: z.object({ documentId: DocumentId }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.never(),
  replyKind: 'bytes',
  limit: { perMinute: 60, bodyBytes: 0 },
});
