import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  CHANGE_LIMIT,
  DisplayName,
  Email,
  Language,
  MAIL_LIMIT,
  NoInput,
  OneTimeTokenText,
  PASSWORD_LIMIT,
  Password,
  PatientParams,
  PersonId,
  READ_LIMIT,
  Timestamp,
  WRITE_LIMIT,
} from '../fields.ts';
import { Session } from './sessions.ts';

/** A person with a chart and without an account; the caller is their guardian until the configured age. */
export const addDependant = endpoint({
  method: 'POST',
  path: '/api/dependants',
  action: 'dependant.add',
  params: NoInput,
  query: NoInput,
  body: z.object({ displayName: DisplayName, birthDate: z.iso.date() }).strict(),
  bodyKind: 'json',
  reply: z.object({ patientId: PersonId }),
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

/** Another guardian, by a link to their address: for example the other parent. */
export const offerGuardianship = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/guardians',
  action: 'guardian.offer',
  params: PatientParams,
  query: NoInput,
  body: z.object({ email: Email.nullable() }).strict(),
  bodyKind: 'json',
  reply: z.object({ link: z.url(), linkExpiresAt: Timestamp, isSent: z.boolean() }),
  replyKind: 'json',
  limit: MAIL_LIMIT,
});

export const acceptGuardianship = endpoint({
  method: 'POST',
  path: '/api/guardianships',
  action: 'guardian.accept',
  params: NoInput,
  query: NoInput,
  body: z.object({ token: OneTimeTokenText }).strict(),
  bodyKind: 'json',
  reply: z.object({ patientId: PersonId }),
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

/** Other guardians of the same dependant, and the caller. */
export const listGuardians = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/guardians',
  action: 'guardian.list',
  params: PatientParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    guardians: z.array(
      z.object({
        grantId: z.uuid(),
        personId: PersonId,
        displayName: z.string().nullable(),
        since: Timestamp,
      }),
    ),
    /** The last day on which guardians see anything; null when no end is known. */
    endsOn: z.iso.date().nullable(),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** Growing up: a link with which the dependant makes an account. It is possible after the configured age, too. */
export const offerHandOver = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/hand-over',
  action: 'dependant.hand-over',
  params: PatientParams,
  query: NoInput,
  body: z.object({ email: Email }).strict(),
  bodyKind: 'json',
  reply: z.object({ link: z.url(), linkExpiresAt: Timestamp, isSent: z.boolean() }),
  replyKind: 'json',
  limit: MAIL_LIMIT,
});

/** The chart stays as it is, under the same keys; every guardian's access ends with this answer. */
export const acceptHandOver = endpoint({
  method: 'POST',
  path: '/api/hand-overs',
  action: 'dependant.accept-hand-over',
  params: NoInput,
  query: NoInput,
  body: z
    .object({
      token: OneTimeTokenText,
      password: Password,
      displayName: DisplayName,
      language: Language.optional(),
    })
    .strict(),
  bodyKind: 'json',
  reply: Session,
  replyKind: 'json',
  limit: PASSWORD_LIMIT,
});

/** A guardian steps back. The last one can't: somebody must be able to hand over. */
export const endGuardianship = endpoint({
  method: 'DELETE',
  path: '/api/patients/:patientId/guardians/:grantId',
  action: 'guardian.end',
  params: PatientParams.extend({ grantId: z.uuid().toLowerCase() }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});
