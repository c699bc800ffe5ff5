import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  MAIL_LIMIT,
  NoInput,
  OneTimeTokenText,
  PASSWORD_LIMIT,
  PersonId,
  READ_LIMIT,
  Timestamp,
  CHANGE_LIMIT,
  WRITE_LIMIT,
} from '../fields.ts';
import { Role } from '../roles.ts';

/**
 * Somebody lost every second factor. They ask with their password; an administrator who knows them approves; the waiting
 * time ends; their next sign-in needs no second factor, once, and sets a new one up. They are told at each step.
 */
export const AccountRecovery = z.object({
  personId: PersonId,
  role: Role,
  displayName: z.string(),
  email: z.string(),
  requestedAt: Timestamp,
  /** Nothing opens before. */
  waitsUntil: Timestamp,
  approvedAt: Timestamp.nullable(),
});
export type AccountRecovery = z.infer<typeof AccountRecovery>;

/** For whoever gave the password and can’t give the second factor. Asking again changes nothing. */
export const requestAccountRecovery = endpoint({
  method: 'POST',
  path: '/api/account-recoveries',
  action: 'account-recovery.request',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: z.object({ waitsUntil: Timestamp, isApproved: z.boolean() }),
  replyKind: 'json',
  limit: MAIL_LIMIT,
});

export const listAccountRecoveries = endpoint({
  method: 'GET',
  path: '/api/account-recoveries',
  action: 'account-recovery.list',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ recoveries: z.array(AccountRecovery) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** By an administrator who made sure, by other means, that it is them. Never one’s own. */
export const approveAccountRecovery = endpoint({
  method: 'POST',
  path: '/api/account-recoveries/:personId/approval',
  action: 'account-recovery.approve',
  params: z.object({ personId: PersonId }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

export const refuseAccountRecovery = endpoint({
  method: 'DELETE',
  path: '/api/account-recoveries/:personId',
  action: 'account-recovery.refuse',
  params: z.object({ personId: PersonId }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

/** By the link in the notice: it was not me. */
export const cancelAccountRecovery = endpoint({
  method: 'POST',
  path: '/api/account-recoveries/cancellation',
  action: 'account-recovery.cancel',
  params: NoInput,
  query: NoInput,
  body: z.object({ token: OneTimeTokenText }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: PASSWORD_LIMIT,
});
