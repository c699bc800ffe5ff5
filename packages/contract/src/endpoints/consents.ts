import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  CHANGE_LIMIT,
  Email,
  MAIL_LIMIT,
  NoInput,
  OneTimeTokenText,
  PatientParams,
  PersonId,
  READ_LIMIT,
  Timestamp,
  WRITE_LIMIT,
} from '../fields.ts';
import { RECORD_KINDS, RecordKind, SENSITIVITIES, Sensitivity } from '../record-kinds.ts';
import { Role } from '../roles.ts';

export const ConsentId = z.uuid().toLowerCase();

const eachOnce = <T>(values: readonly T[]): boolean => new Set(values).size === values.length;

/** What somebody may see and do. Sensitive records stay out unless their sensitivity is named. */
export const ConsentTerms = z
  .object({
    kinds: z.array(RecordKind).min(1).max(RECORD_KINDS.length).refine(eachOnce),
    sensitivities: z.array(Sensitivity).max(SENSITIVITIES.length).refine(eachOnce),
    /** Add and change records of these kinds. */
    mayWrite: z.boolean(),
    /** Make share links of what they see. They end with the consent. */
    mayShare: z.boolean(),
  })
  .strict();
export type ConsentTerms = z.infer<typeof ConsentTerms>;

/** `offered` and `declined`: nobody sees anything by it. `left`: the other side gave it back. */
export const ConsentState = z.enum(['offered', 'active', 'declined', 'revoked', 'left', 'expired']);
export type ConsentState = z.infer<typeof ConsentState>;

export const CONSENT_DAYS_MOST = 3650;

/** A word of the patient's own for whom it is. */
const Label = z.string().trim().min(1, 'must not be empty').max(120);

export const Consent = z.object({
  consentId: ConsentId,
  state: ConsentState,
  /** `care-team`: to people who work together in one organisation. */
  kind: z.enum(['consent', 'care-team']),
  label: Label,
  /** Who accepted; null until somebody did. Their name as it is now, null when they are gone. */
  grantee: z
    .object({
      personId: PersonId,
      role: Role.nullable(),
      displayName: z.string().nullable(),
      organisation: z.string().nullable(),
    })
    .nullable(),
  terms: ConsentTerms,
  /** Wider terms that wait for the other side's yes. */
  proposed: ConsentTerms.nullable(),
  proposedUntil: Timestamp.nullable(),
  from: Timestamp,
  until: Timestamp.nullable(),
  version: z.int(),
  createdAt: Timestamp,
});
export type Consent = z.infer<typeof Consent>;

/** Offers access by a link, for an address or for whoever scans the code. Nothing is seen before the other accepts. */
export const offerConsent = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/consents',
  action: 'consent.offer',
  params: PatientParams,
  query: NoInput,
  body: z
    .object({
      kind: z.enum(['consent', 'care-team']).default('consent'),
      label: Label,
      /** How the other side sees whose chart it is. */
      patientLabel: Label,
      /** Only an account with this address can accept; null for whoever holds the link. */
      email: Email.nullable(),
      terms: ConsentTerms,
      from: Timestamp.optional(),
      until: Timestamp.nullable(),
    })
    .strict(),
  bodyKind: 'json',
  reply: z.object({
    consent: Consent,
    /** For the QR code; it opens the offer, once, until `linkExpiresAt`. */
    link: z.url(),
    linkExpiresAt: Timestamp,
    isSent: z.boolean(),
  }),
  replyKind: 'json',
  limit: MAIL_LIMIT,
});

export const listConsents = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/consents',
  action: 'consent.list',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ consents: z.array(Consent) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

const ConsentParams = PatientParams.extend({ consentId: ConsentId });

/** Every version there was, newest first; each is a FHIR Consent in the chart, at `Consent/<consentId>`. */
export const readConsentHistory = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/consents/:consentId/history',
  action: 'consent.read-history',
  params: ConsentParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    versions: z.array(
      z.object({
        version: z.int(),
        at: Timestamp,
        state: ConsentState,
        terms: ConsentTerms,
        until: Timestamp.nullable(),
      }),
    ),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** Takes away at once. `validation_failed` when anything would be more than it was. */
export const narrowConsent = endpoint({
  method: 'PUT',
  path: '/api/patients/:patientId/consents/:consentId/terms',
  action: 'consent.narrow',
  params: ConsentParams,
  query: NoInput,
  body: z.object({ terms: ConsentTerms, until: Timestamp.nullable() }).strict(),
  bodyKind: 'json',
  reply: Consent,
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

/** Proposes wider terms: the old ones hold until the other side accepts. Replaces a proposal that waits. */
export const widenConsent = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/consents/:consentId/proposal',
  action: 'consent.widen',
  params: ConsentParams,
  query: NoInput,
  body: z.object({ terms: ConsentTerms, until: Timestamp.nullable() }).strict(),
  bodyKind: 'json',
  reply: Consent,
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

/** Effective at the next request; takes the share links made under it along, and the team below a care-team consent. */
export const revokeConsent = endpoint({
  method: 'DELETE',
  path: '/api/patients/:patientId/consents/:consentId',
  action: 'consent.revoke',
  params: ConsentParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

const OfferToken = z.object({ token: OneTimeTokenText }).strict();

/** What an offer says, for whoever is signed in and holds its link. `link_invalid` for every other. */
export const readOffer = endpoint({
  method: 'POST',
  path: '/api/consent-offers',
  action: 'consent.read-offer',
  params: NoInput,
  query: NoInput,
  body: OfferToken,
  bodyKind: 'json',
  reply: z.object({
    kind: z.enum(['consent', 'care-team']),
    patientLabel: z.string(),
    terms: ConsentTerms,
    from: Timestamp,
    until: Timestamp.nullable(),
    /** Of the caller, for a care-team offer: they accept for one of these. */
    organisations: z.array(z.object({ organisationId: z.uuid(), name: z.string() })),
  }),
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

export const acceptOffer = endpoint({
  method: 'POST',
  path: '/api/consent-offers/acceptance',
  action: 'consent.accept',
  params: NoInput,
  query: NoInput,
  body: OfferToken.extend({ organisationId: z.uuid().toLowerCase().optional() }),
  bodyKind: 'json',
  /** As in the list of relationships. */
  reply: z.object({ patientId: PersonId }),
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

export const declineOffer = endpoint({
  method: 'POST',
  path: '/api/consent-offers/refusal',
  action: 'consent.decline',
  params: NoInput,
  query: NoInput,
  body: OfferToken,
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});
