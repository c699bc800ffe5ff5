import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { NoInput, PASSWORD_LIMIT, PatientParams, READ_LIMIT, Timestamp } from '../fields.ts';

/**
 * How far an erasure is. `waiting`: asked for, and the waiting time runs. `confirmable`: the waiting time is over, and
 * nothing happens without a second confirmation. `erasing`: confirmed; there is no way back. `cancelled` and `none`
 * differ only in what is told.
 */
export const ErasureState = z.enum(['none', 'waiting', 'confirmable', 'erasing', 'cancelled']);
export type ErasureState = z.infer<typeof ErasureState>;

/** For every page of somebody whose erasure is under way. */
export const PendingErasure = z.object({
  state: z.enum(['waiting', 'confirmable', 'erasing']),
  confirmableFrom: Timestamp,
});
export type PendingErasure = z.infer<typeof PendingErasure>;

/** What would be deleted, counted now. */
export const ErasureCounts = z.object({
  records: z.int(),
  documents: z.int(),
  shares: z.int(),
});
export type ErasureCounts = z.infer<typeof ErasureCounts>;

export const Erasure = z.object({
  state: ErasureState,
  requestedBy: z.enum(['self', 'operator']).nullable(),
  requestedAt: Timestamp.nullable(),
  /** Before this moment nothing is erased, whoever confirms. */
  confirmableFrom: Timestamp.nullable(),
  cancelledAt: Timestamp.nullable(),
  /** The law forbids deleting now; asking and confirming are refused with `legal_hold`. */
  legalHold: z.boolean(),
  waitingDays: z.int(),
  /** When the last backup that still holds the sealed data is gone, if the erasure is confirmed as early as it may be. */
  backupsGoneBy: Timestamp,
  counts: ErasureCounts,
});
export type Erasure = z.infer<typeof Erasure>;

export const readErasure = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/erasure',
  action: 'erasure.read',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: Erasure,
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** Begins the waiting time. Asking again while one runs changes nothing. */
export const requestErasure = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/erasure',
  action: 'erasure.request',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: Erasure,
  replyKind: 'json',
  limit: { perMinute: 10, bodyBytes: 1024 },
});

/** Keeps the data: effective at once, until the second confirmation. */
export const cancelErasure = endpoint({
  method: 'DELETE',
  path: '/api/patients/:patientId/erasure',
  action: 'erasure.cancel',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: Erasure,
  replyKind: 'json',
  limit: { perMinute: 10, bodyBytes: 0 },
});

/** Both are asked for again: nobody erases by a session that was left open. */
export const ConfirmErasure = z
  .object({ confirmation: z.literal('erase'), password: z.string().max(1024) })
  .strict();

/** The second confirmation, after the waiting time. The session ends with it; the work goes on by itself. */
export const confirmErasure = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/erasure/confirm',
  action: 'erasure.confirm',
  params: PatientParams,
  query: NoInput,
  body: ConfirmErasure,
  bodyKind: 'json',
  reply: z.object({
    /** Whoever holds it can fetch the certificate: its secret is in the part after `#`. */
    certificateLink: z.url(),
    backupsGoneBy: Timestamp,
  }),
  replyKind: 'json',
  accepted: true,
  limit: PASSWORD_LIMIT,
});

/** `id.secret`: who was erased, as the random id that the certificate names, and 256 bits that only the link has. */
export const CertificateToken = z.string().regex(/^[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$/);

export const ErasureCertificate = z.object({
  certificateId: z.uuid(),
  createdAt: Timestamp,
  /** A signed note (C2SP): counts, ids and times; names nobody. */
  note: z.string(),
});
export type ErasureCertificate = z.infer<typeof ErasureCertificate>;

/** For whoever has the link, without a session: there is no account any more that could sign in. */
export const readErasureCertificate = endpoint({
  method: 'GET',
  path: '/api/erasure-certificates/:token',
  action: 'erasure.read-certificate',
  params: z.object({ token: CertificateToken }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  /** Null while the erasure is still running. */
  reply: z.object({ certificate: ErasureCertificate.nullable() }),
  replyKind: 'json',
  limit: { perMinute: 60, bodyBytes: 0 },
});
