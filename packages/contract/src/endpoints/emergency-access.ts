import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { NoInput, PatientParams, PersonId, READ_LIMIT, Timestamp, WRITE_LIMIT } from '../fields.ts';
import { Role } from '../roles.ts';

export const EMERGENCY_REASONS = [
  'unconscious-or-unable-to-consent',
  'life-threatening',
  'urgent-medication-or-allergy-question',
  'risk-to-others',
  'other',
] as const;
export const EmergencyReason = z.enum(EMERGENCY_REASONS);
export type EmergencyReason = z.infer<typeof EmergencyReason>;

const ReasonWords = z.string().trim().min(10, 'say in a sentence why').max(1000);

/** Exactly one person, or nobody: no list, no part of a name. */
const EmergencySearch = z.discriminatedUnion('by', [
  z
    .object({
      by: z.literal('identifier'),
      /** Of the Patient resource; empty for any. */
      system: z.string().trim().max(300).default(''),
      value: z.string().trim().min(1).max(200),
    })
    .strict(),
  z
    .object({
      by: z.literal('name-and-birth-date'),
      given: z.string().trim().min(1).max(200),
      family: z.string().trim().min(1).max(200),
      birthDate: z.iso.date(),
    })
    .strict(),
]);

/**
 * Breaks the glass. Refused or not, it is on record; the patient and the security officers are told at once.
 * `not_found` for nobody, for more than one, and for whoever may not be opened this way.
 */
export const openEmergencyAccess = endpoint({
  method: 'POST',
  path: '/api/emergency-accesses',
  action: 'emergency.open',
  params: NoInput,
  query: NoInput,
  body: z.object({ search: EmergencySearch, reason: EmergencyReason, words: ReasonWords }).strict(),
  bodyKind: 'json',
  reply: z.object({ grantId: z.uuid(), patientId: PersonId, until: Timestamp }),
  replyKind: 'json',
  limit: { perMinute: 10, bodyBytes: 8 * 1024 },
});

export const ReviewOutcome = z.enum(['justified', 'not-justified', 'misuse']);
export type ReviewOutcome = z.infer<typeof ReviewOutcome>;

const EmergencyFacts = {
  grantId: z.uuid(),
  openedAt: Timestamp,
  until: Timestamp,
  /** Ended early by whoever opened it, or by a review. */
  endedAt: Timestamp.nullable(),
  reason: EmergencyReason,
  words: z.string(),
  by: z.object({
    personId: PersonId,
    role: Role.nullable(),
    displayName: z.string().nullable(),
    organisation: z.string().nullable(),
  }),
  /** How often something was opened under it. */
  accesses: z.int(),
  disputedAt: Timestamp.nullable(),
  reviewDueAt: Timestamp,
  reviewedAt: Timestamp.nullable(),
  outcome: ReviewOutcome.nullable(),
};

/** What was opened in an emergency, for whose chart it was. */
export const listEmergencyAccesses = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/emergency-accesses',
  action: 'emergency.list',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ accesses: z.array(z.object(EmergencyFacts)) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** The patient says that this was no emergency: whoever reviews it sees that first. */
export const disputeEmergencyAccess = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/emergency-accesses/:grantId/dispute',
  action: 'emergency.dispute',
  params: PatientParams.extend({ grantId: z.uuid().toLowerCase() }),
  query: NoInput,
  body: z.object({ words: ReasonWords }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

export const EmergencyReview = z.object({
  ...EmergencyFacts,
  /** A pseudonym for reviews: who reviews sees no chart and needs no name. */
  patientPseudonym: z.string(),
  disputeWords: z.string().nullable(),
  reviewWords: z.string().nullable(),
  isOverdue: z.boolean(),
});
export type EmergencyReview = z.infer<typeof EmergencyReview>;

/** For security officers: those that wait first, disputed ones before the others. */
export const listEmergencyReviews = endpoint({
  method: 'GET',
  path: '/api/emergency-reviews',
  action: 'emergency.list-reviews',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ reviews: z.array(EmergencyReview), overdue: z.int() }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** `misuse` also ends the access, suspends the account that opened it and tells the patient. */
export const reviewEmergencyAccess = endpoint({
  method: 'PUT',
  path: '/api/emergency-reviews/:grantId',
  action: 'emergency.review',
  params: z.object({ grantId: z.uuid().toLowerCase() }),
  query: NoInput,
  body: z.object({ outcome: ReviewOutcome, words: ReasonWords }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});
