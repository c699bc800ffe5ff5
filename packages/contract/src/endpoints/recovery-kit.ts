import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { NoInput, Timestamp, WRITE_LIMIT } from '../fields.ts';

export const RecoveryKit = z.object({
  /** Printed once and never stored: groups of Crockford base32. */
  privateText: z.string(),
  /** Short, to tell kits apart; on the paper and on the administrator's page. */
  fingerprint: z.string(),
  createdAt: Timestamp,
});
export type RecoveryKit = z.infer<typeof RecoveryKit>;

/** A new recovery kit: the old one opens no key from then on. */
export const makeRecoveryKit = endpoint({
  method: 'POST',
  path: '/api/recovery-kit',
  action: 'recovery.make',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'json',
  reply: RecoveryKit,
  replyKind: 'json',
  limit: { perMinute: 10, bodyBytes: 1024 },
});

/** The administrator says that the kit with this fingerprint is on paper. */
export const confirmRecoveryKit = endpoint({
  method: 'POST',
  path: '/api/recovery-kit/confirmation',
  action: 'recovery.confirm',
  params: NoInput,
  query: NoInput,
  body: z.object({ fingerprint: z.string().max(100) }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});
