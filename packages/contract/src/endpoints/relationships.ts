import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { CHANGE_LIMIT, NoInput, PersonId, READ_LIMIT, Timestamp } from '../fields.ts';
import { ConsentTerms } from './consents.ts';

export const GrantKind = z.enum(['guardian', 'consent', 'care-team', 'emergency']);
export type GrantKind = z.infer<typeof GrantKind>;

export const Relationship = z.object({
  grantId: z.uuid(),
  /** For the paths of this chart. For a client it is a pseudonym, which no other client sees. */
  patientId: PersonId,
  kind: GrantKind,
  /** As the patient wants to be called there; null in an emergency, when nobody was asked, and for a client. */
  patientLabel: z.string().nullable(),
  /** Null where everything is open: guardians and emergencies. */
  terms: ConsentTerms.nullable(),
  /** Wider terms that wait for this person's yes or no. */
  proposed: ConsentTerms.nullable(),
  /** The end that is proposed with them; null for none. */
  proposedUntil: Timestamp.nullable(),
  until: Timestamp.nullable(),
  /** Goes up with each change. */
  version: z.int(),
});
export type Relationship = z.infer<typeof Relationship>;

/** Whose charts the caller may open besides their own. Audited for each of them. */
export const listRelationships = endpoint({
  method: 'GET',
  path: '/api/relationships',
  action: 'relationship.list',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ relationships: z.array(Relationship) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** For open pages, every few seconds: which are still there. Opens nothing and names nobody. */
export const checkRelationships = endpoint({
  method: 'GET',
  path: '/api/relationships/state',
  action: 'relationship.check',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    relationships: z.array(
      z.object({ grantId: z.uuid(), patientId: PersonId, kind: GrantKind, version: z.int() }),
    ),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

const GrantParams = z.object({ patientId: PersonId, grantId: z.uuid().toLowerCase() });

/**
 * The other side's answer to wider terms: the new ones hold from now on. With the `version` that was shown,
 * `validation_failed` when the proposal has changed since.
 */
export const acceptProposal = endpoint({
  method: 'POST',
  path: '/api/relationships/:patientId/:grantId/proposal/acceptance',
  action: 'relationship.accept-proposal',
  params: GrantParams,
  query: z.object({ version: z.coerce.number().pipe(z.int().min(1)).optional() }).strict(),
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

export const declineProposal = endpoint({
  method: 'DELETE',
  path: '/api/relationships/:patientId/:grantId/proposal',
  action: 'relationship.decline-proposal',
  params: GrantParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

/** Gives back what was granted, a consent or an emergency access. A guardian can't: they hand over. */
export const leaveRelationship = endpoint({
  method: 'DELETE',
  path: '/api/relationships/:patientId/:grantId',
  action: 'relationship.leave',
  params: GrantParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});
