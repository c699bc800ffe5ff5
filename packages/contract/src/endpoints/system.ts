import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { NoInput, READ_LIMIT, Timestamp } from '../fields.ts';

/** What an operator should act on; each is explained in the README's operator part. */
export const Notice = z.enum([
  /** The passphrase lies on the same disk as what it protects. */
  'same-disk',
  /** Nobody has said yet that the recovery kit is on paper. */
  'recovery-kit-unconfirmed',
  /** The audit log's sequencer is more than 10 s behind. */
  'audit-lag',
]);
export type Notice = z.infer<typeof Notice>;

/** Open to everybody: just enough for the page to know what to show first. */
export const describeSystem = endpoint({
  method: 'GET',
  path: '/api/system/state',
  action: 'system.describe',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ state: z.enum(['locked', 'needs-set-up', 'ready']), notices: z.array(Notice) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** For administrators: the state of the parts, no personal data. */
export const readSystem = endpoint({
  method: 'GET',
  path: '/api/system',
  action: 'system.read',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    version: z.string(),
    notices: z.array(Notice),
    keys: z.object({
      provider: z.string(),
      epoch: z.object({ id: z.string(), createdAt: Timestamp }),
      personKeys: z.int(),
    }),
    recoveryKit: z.object({
      fingerprint: z.string().nullable(),
      createdAt: Timestamp.nullable(),
      confirmedAt: Timestamp.nullable(),
    }),
    database: z.object({ version: z.string(), embedded: z.boolean() }),
    audit: z.object({
      size: z.int(),
      pending: z.int(),
      lagMs: z.int(),
      rootHash: z.string().nullable(),
      checkpoint: z.string().nullable(),
    }),
    accountsByRole: z.record(z.string(), z.int()),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});
