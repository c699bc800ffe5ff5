import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { CHANGE_LIMIT, NoInput, PersonId, READ_LIMIT, Timestamp, WRITE_LIMIT } from '../fields.ts';

/** As reviews show it, or a UUID as clients and their exports do. */
export const Pseudonym = z
  .string()
  .trim()
  .toUpperCase()
  .regex(
    /^([0-9A-Z]{4}(-[0-9A-Z]{4}){4}|[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12})$/,
    'must be five groups of four letters or digits, or a UUID',
  );

const RequestId = z.uuid().toLowerCase();
const RequestParams = z.object({ requestId: RequestId });
const Reason = z.string().trim().min(10, 'say in a sentence why').max(1000);

export const Reidentification = z.object({
  requestId: RequestId,
  pseudonym: z.string(),
  reason: z.string(),
  requestedBy: PersonId,
  requestedAt: Timestamp,
  expiresAt: Timestamp,
  approvedBy: PersonId.nullable(),
  state: z.enum(['waiting', 'approved', 'refused', 'expired', 'read']),
});
export type Reidentification = z.infer<typeof Reidentification>;

/** The first of two persons. Nothing is looked up yet. */
export const requestReidentification = endpoint({
  method: 'POST',
  path: '/api/reidentifications',
  action: 'pseudonym.request',
  params: NoInput,
  query: NoInput,
  body: z.object({ pseudonym: Pseudonym, reason: Reason }).strict(),
  bodyKind: 'json',
  reply: Reidentification,
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

export const listReidentifications = endpoint({
  method: 'GET',
  path: '/api/reidentifications',
  action: 'pseudonym.list',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ requests: z.array(Reidentification) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** By another person than who asked; `forbidden` for the same. */
export const approveReidentification = endpoint({
  method: 'POST',
  path: '/api/reidentifications/:requestId/approval',
  action: 'pseudonym.approve',
  params: RequestParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

export const refuseReidentification = endpoint({
  method: 'DELETE',
  path: '/api/reidentifications/:requestId',
  action: 'pseudonym.refuse',
  params: RequestParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

/** Once, by who asked, within a day of the approval: whose it is. On record in that person's own log. */
export const readReidentification = endpoint({
  method: 'POST',
  path: '/api/reidentifications/:requestId/reading',
  action: 'pseudonym.read',
  params: RequestParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ patientId: PersonId }),
  replyKind: 'json',
  limit: CHANGE_LIMIT,
});
