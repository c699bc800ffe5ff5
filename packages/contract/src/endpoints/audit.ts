import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { NoInput, PatientParams, PersonId, READ_LIMIT, Timestamp, WRITE_LIMIT } from '../fields.ts';
import { Role } from '../roles.ts';

/** A year's log, or one that a restore began after it: `2026`, `2026-2`. */
export const LogName = z
  .string()
  .regex(/^[0-9]{4}(-[1-9][0-9]{0,3})?$/, 'must be a log, such as 2026');

const Outcome = z.enum(['success', 'refused', 'failed']);
const Hash = z.base64();

/** Signed notes (C2SP tlog-checkpoint) of every log there is, newest first. What they say is public. */
export const readCheckpoints = endpoint({
  method: 'GET',
  path: '/api/audit/checkpoints',
  action: 'audit.read-checkpoints',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    logs: z.array(
      z.object({
        log: LogName,
        size: z.int(),
        checkpoint: z.string(),
        /** C2SP signed-note verifier key: name, key id, key. */
        verifierKey: z.string(),
        /** Leaf 0: the last checkpoint that was known of the log before; null for the first log. */
        beginsWith: z.string().nullable(),
      }),
    ),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** RFC 6962 §2.1.2. `validation_failed` unless 1 ≤ from ≤ to ≤ the log's signed size. */
export const readConsistency = endpoint({
  method: 'GET',
  path: '/api/audit/logs/:log/consistency',
  action: 'audit.read-consistency',
  params: z.object({ log: LogName }),
  query: z
    .object({ from: z.coerce.number().int().positive(), to: z.coerce.number().int().positive() })
    .strict(),
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ proof: z.array(Hash) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

const EventParams = PatientParams.extend({ eventId: z.uuid().toLowerCase() });

/** That one event is in the log, to keep and to check anywhere (C2SP tlog-proof). `not_found` until it has its leaf. */
export const readEventProof = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/access-log/:eventId/proof',
  action: 'audit.read-proof',
  params: EventParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    fileName: z.string(),
    /** Text of the file; its `extra` line holds the leaf. */
    proof: z.string(),
    verifierKey: z.string(),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** For administrators: cores only. Which records were touched stays with whose they are. */
export const EventQuery = z
  .object({
    actor: PersonId.optional(),
    patient: PersonId.optional(),
    /** One action, or a group of them: `consent.` */
    action: z
      .string()
      // One way to read each text: anybody may send a long one, and it is looked at whole before it is too long.
      .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9.-]*)?$/, 'must be an action')
      .max(64)
      .optional(),
    outcome: Outcome.optional(),
    address: z.string().min(2).max(45).optional(),
    from: Timestamp.optional(),
    /** What happened then is not found any more. */
    until: Timestamp.optional(),
    /** `next` of the page before. */
    before: z.uuid().toLowerCase().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .strict();
export type EventQuery = z.infer<typeof EventQuery>;

const Named = z.object({
  personId: PersonId,
  /** Null for who is gone. Administrators know everybody's name here from the list of accounts. */
  displayName: z.string().nullable(),
});

export const FoundEvent = z.object({
  eventId: z.uuid(),
  occurredAt: Timestamp,
  action: z.string(),
  outcome: Outcome,
  actor: z.object({
    kind: z.enum(['person', 'share-link', 'nobody', 'operator', 'service']),
    role: z.string().nullable(),
    person: Named.nullable(),
  }),
  /** Null when it is about nobody, or about who was erased. */
  patient: Named.nullable(),
  relationship: z.string().nullable(),
  purposeOfUse: z.string().nullable(),
  address: z.string().nullable(),
  reason: z.string().nullable(),
  /** Equal refusals that arrived together. */
  repeated: z.int(),
  log: LogName,
  leafIndex: z.int().nullable(),
  /** Somebody changed it in the database: who did it can’t be told any more, and nothing of it can be trusted. */
  isAltered: z.boolean(),
});
export type FoundEvent = z.infer<typeof FoundEvent>;

export const searchEvents = endpoint({
  method: 'GET',
  path: '/api/audit/events',
  action: 'audit.search',
  params: NoInput,
  query: EventQuery,
  body: NoInput,
  bodyKind: 'none',
  /** A page may be short, or empty, and still have a next one: the search goes on from there. */
  reply: z.object({ events: z.array(FoundEvent), next: z.uuid().nullable() }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/**
 * FHIR R4 AuditEvent (IHE BALP) about one patient: a searchset Bundle, newest first. `date` takes the prefixes ge, gt, le, lt
 * and eq; `cursor` is the `next` link's own.
 */
export const searchAuditEvents = endpoint({
  method: 'GET',
  path: '/fhir/R4/AuditEvent',
  action: 'audit-event.search',
  params: NoInput,
  query: z
    .object({
      patient: z
        .string()
        .transform((text) => text.replace(/^Patient\//, ''))
        .pipe(PersonId),
      date: z.union([z.string(), z.array(z.string()).max(2)]).optional(),
      agent: z.string().max(100).optional(),
      action: z.enum(['C', 'R', 'U', 'D', 'E']).optional(),
      outcome: z.enum(['0', '4', '8', '12']).optional(),
      _count: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.uuid().toLowerCase().optional(),
    })
    .strict(),
  body: NoInput,
  bodyKind: 'none',
  reply: z.looseObject({ resourceType: z.literal('Bundle') }),
  replyKind: 'fhir',
  limit: READ_LIMIT,
});

const QuestionWords = z.string().trim().min(3, 'say what you want to know').max(2000);

/** Asks the security officers about one access. One question for each. */
export const askAboutAccess = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/access-log/:eventId/question',
  action: 'audit.ask',
  params: EventParams,
  query: NoInput,
  body: z.object({ words: QuestionWords }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

export const AccessQuestion = z.object({
  questionId: z.uuid(),
  eventId: z.uuid(),
  askedAt: Timestamp,
  words: z.string(),
  /** What is asked about: the same that the search shows. */
  event: FoundEvent.nullable(),
  answer: z.string().nullable(),
  answeredAt: Timestamp.nullable(),
});
export type AccessQuestion = z.infer<typeof AccessQuestion>;

/** For administrators: those without an answer first. */
export const listQuestions = endpoint({
  method: 'GET',
  path: '/api/audit/questions',
  action: 'audit.list-questions',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ questions: z.array(AccessQuestion), open: z.int() }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** The person who asked is told by e-mail that there is an answer. */
export const answerQuestion = endpoint({
  method: 'PUT',
  path: '/api/audit/questions/:questionId',
  action: 'audit.answer',
  params: z.object({ questionId: z.uuid().toLowerCase() }),
  query: NoInput,
  body: z.object({ answer: QuestionWords }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

/** Rules of the alert table (docs/alerts.md). */
export const ALERT_RULES = [
  'sign-in-failures',
  'denials',
  'emergency-access',
  'mass-reads',
  'export',
  'role-change',
  'key-work-failed',
  'backup-failed',
  'escrow-mismatch',
  'audit-fault',
  'audit-lag',
  'disk-low',
  'clock-jump',
] as const;
export const AlertRule = z.enum(ALERT_RULES);
export type AlertRule = z.infer<typeof AlertRule>;

export const Alert = z.object({
  alertId: z.uuid(),
  rule: AlertRule,
  severity: z.enum(['warning', 'critical']),
  firstAt: Timestamp,
  lastAt: Timestamp,
  count: z.int(),
  /** Whom it is about, where that is a person who works here or an address. */
  about: z.object({ person: Named.nullable(), address: z.string().nullable() }).nullable(),
  /** The newest events that it counts. */
  eventIds: z.array(z.uuid()),
  acknowledgedAt: Timestamp.nullable(),
  acknowledgedBy: Named.nullable(),
  words: z.string().nullable(),
});
export type Alert = z.infer<typeof Alert>;

/** For administrators: open ones first, then the newest. */
export const listAlerts = endpoint({
  method: 'GET',
  path: '/api/security/alerts',
  action: 'alert.list',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ alerts: z.array(Alert), open: z.int() }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

export const acknowledgeAlert = endpoint({
  method: 'POST',
  path: '/api/security/alerts/:alertId/acknowledge',
  action: 'alert.acknowledge',
  params: z.object({ alertId: z.uuid().toLowerCase() }),
  query: NoInput,
  body: z.object({ words: z.string().trim().max(2000).default('') }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

const Point = z.object({ at: Timestamp, value: z.number() });

/** Numbers for plots, an hour or a day apart; nothing about anybody. */
export const readDashboard = endpoint({
  method: 'GET',
  path: '/api/security/dashboard',
  action: 'security.read-dashboard',
  params: NoInput,
  query: z.object({ days: z.coerce.number().int().min(1).max(90).default(7) }).strict(),
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    from: Timestamp,
    /** Distance of the points below. */
    stepMinutes: z.int(),
    signIns: z.array(Point),
    failedSignIns: z.array(Point),
    denials: z.array(Point),
    emergencies: z.array(Point),
    readsByRole: z.array(
      z.object({ role: z.union([Role, z.enum(['share-link', 'nobody'])]), points: z.array(Point) }),
    ),
    /** Total of all logs at each point. */
    logSize: z.array(Point),
    lagMs: z.int(),
    keys: z.array(z.object({ name: z.string(), createdAt: Timestamp })),
    openAlerts: z.int(),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

export const EscrowSink = z.enum(['directory', 's3', 'mail', 'webhook']);
export type EscrowSink = z.infer<typeof EscrowSink>;

/** One place outside that keeps checkpoints and the restriction list. */
export const EscrowState = z.object({
  sink: EscrowSink,
  /** Where, as it was set; holds no secret. */
  place: z.string(),
  size: z.int().nullable(),
  deliveredAt: Timestamp.nullable(),
  restrictionsDeliveredAt: Timestamp.nullable(),
  failedAt: Timestamp.nullable(),
  failure: z.string().nullable(),
  comparedAt: Timestamp.nullable(),
  /** Null where it can't be read back: mail and webhooks. */
  verdict: z.enum(['consistent', 'behind', 'forked', 'missing', 'unreadable']).nullable(),
});
export type EscrowState = z.infer<typeof EscrowState>;
