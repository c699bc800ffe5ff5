import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { NoInput, READ_LIMIT, Timestamp } from '../fields.ts';
import { EscrowState } from './audit.ts';

/** What an operator should act on; each is explained in the README's operator part. */
export const Notice = z.enum([
  /** The passphrase lies on the same disk as what it protects. */
  'same-disk',
  /** The private half of the backup root still lies where it was written at the first start. */
  'backup-root-here',
  /** Every copy of the key store lies on the disk of the data: one broken disk takes both. */
  'key-store-same-disk',
  /** The epoch key is older than it should be. */
  'rotation-overdue',
  /** The provider of the root key does not answer; the keys that are in memory run out. */
  'keys-unreachable',
  /** Nobody has said yet that the recovery kit is on paper. */
  'recovery-kit-unconfirmed',
  /** The audit log's sequencer is more than 10 s behind. */
  'audit-lag',
  /** Nothing outside holds the log's checkpoints: an insider could rewrite it. */
  'no-escrow',
  /** A place outside has not taken checkpoints for an hour. */
  'escrow-stuck',
  /** What is kept outside is not what this log grew from. */
  'escrow-mismatch',
  /** The background check found an event that does not fit. */
  'audit-fault',
  /** No mail server is set: nobody is written to. */
  'no-mail',
  /** For an hour the mail server has not taken what waits. */
  'mail-stuck',
  /** An emergency access was not reviewed in time; told to administrators only. */
  'emergency-review-overdue',
]);
export type Notice = z.infer<typeof Notice>;

/** `held`: the service can't open it any more, a restore can, until `heldUntil`. States only go forward. */
export const EpochState = z.enum(['active', 'retiring', 'held', 'destroyed']);
export type EpochState = z.infer<typeof EpochState>;

export const Epoch = z.object({
  epochId: z.string(),
  state: EpochState,
  createdAt: Timestamp,
  stateSince: Timestamp,
  /** When it may be destroyed; null before it is held. */
  heldUntil: Timestamp.nullable(),
  /** How many keys of people are wrapped by it. */
  personKeys: z.int(),
});
export type Epoch = z.infer<typeof Epoch>;

export const KeyReportKind = z.enum([
  'rotation',
  'revocation',
  'provider-migration',
  'erasure',
  'restore',
]);
export type KeyReportKind = z.infer<typeof KeyReportKind>;

export const KeyReportHead = z.object({
  reportId: z.uuid(),
  kind: KeyReportKind,
  createdAt: Timestamp,
});
export type KeyReportHead = z.infer<typeof KeyReportHead>;

export const Keys = z.object({
  /** Who holds the root key, and which key there: a path, a label, an ARN; no secret. */
  provider: z.string(),
  reference: z.string(),
  epoch: z.object({ id: z.string(), createdAt: Timestamp }),
  personKeys: z.int(),
  /** Newest first; destroyed ones for as long as they are worth showing. */
  epochs: z.array(Epoch),
  /** Null when nothing is planned: the keys are rotated by hand. */
  nextRotationAt: Timestamp.nullable(),
  lastReport: KeyReportHead.nullable(),
  /** What runs now: the job, and its own word for the part it is at; a `total` of 0 is not known. */
  work: z.object({ work: z.string(), phase: z.string(), done: z.int(), total: z.int() }).nullable(),
});
export type Keys = z.infer<typeof Keys>;

/** `open`: anybody, at once. `confirmed`: once an e-mail was opened. `invited`: nobody by themselves. */
export const SignUpMode = z.enum(['open', 'confirmed', 'invited']);
export type SignUpMode = z.infer<typeof SignUpMode>;

/** Open to everybody: just enough for the page to know what to show first. */
export const describeSystem = endpoint({
  method: 'GET',
  path: '/api/system/state',
  action: 'system.describe',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    /** `keys-unreachable`: like `locked`, but nobody has to do anything: it opens by itself. */
    state: z.enum(['locked', 'keys-unreachable', 'needs-set-up', 'ready']),
    notices: z.array(Notice),
    /** How patients get an account here; absent while nothing can be opened. */
    signUp: SignUpMode.optional(),
  }),
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
    keys: Keys,
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
      escrow: z.array(EscrowState),
      /** When the background check of every event last came to its end. */
      checkedAt: Timestamp.nullable(),
    }),
    accountsByRole: z.record(z.string(), z.int()),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** One signed report about the keys, to keep or to hand to an auditor. */
export const readKeyReport = endpoint({
  method: 'GET',
  path: '/api/system/reports/:reportId',
  action: 'system.read-report',
  params: z.object({ reportId: z.uuid().toLowerCase() }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  /** `note` is a signed note (C2SP): ids, counts and times; names nobody. */
  reply: KeyReportHead.extend({ note: z.string() }),
  replyKind: 'json',
  limit: READ_LIMIT,
});
