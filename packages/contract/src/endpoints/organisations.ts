import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { CHANGE_LIMIT, NoInput, PersonId, READ_LIMIT, Timestamp, WRITE_LIMIT } from '../fields.ts';
import { Role } from '../roles.ts';

const OrganisationId = z.uuid().toLowerCase();
export const OrganisationParams = z.object({ organisationId: OrganisationId });
const OrganisationName = z.string().trim().min(1, 'must not be empty').max(200);

export const Organisation = z.object({
  organisationId: OrganisationId,
  name: OrganisationName,
  createdAt: Timestamp,
  members: z.array(
    z.object({ personId: PersonId, role: Role, displayName: z.string(), since: Timestamp }),
  ),
});
export type Organisation = z.infer<typeof Organisation>;

/** Where staff work. Patients belong to none. */
export const createOrganisation = endpoint({
  method: 'POST',
  path: '/api/organisations',
  action: 'organisation.create',
  params: NoInput,
  query: NoInput,
  body: z.object({ name: OrganisationName }).strict(),
  bodyKind: 'json',
  reply: z.object({ organisationId: OrganisationId }),
  replyKind: 'json',
  limit: WRITE_LIMIT,
});

export const renameOrganisation = endpoint({
  method: 'PUT',
  path: '/api/organisations/:organisationId',
  action: 'organisation.rename',
  params: OrganisationParams,
  query: NoInput,
  body: z.object({ name: OrganisationName }).strict(),
  bodyKind: 'json',
  reply: z.null(),
  replyKind: 'none',
  limit: WRITE_LIMIT,
});

export const listOrganisations = endpoint({
  method: 'GET',
  path: '/api/organisations',
  action: 'organisation.list',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({ organisations: z.array(Organisation) }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** Where the caller works, oldest first. */
export const listOwnOrganisations = endpoint({
  method: 'GET',
  path: '/api/account/organisations',
  action: 'organisation.list-own',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    organisations: z.array(Organisation.pick({ organisationId: true, name: true })),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

const MemberParams = z.object({ organisationId: OrganisationId, personId: PersonId });

/** Only staff; a membership that was ended begins anew. */
export const addMember = endpoint({
  method: 'PUT',
  path: '/api/organisations/:organisationId/members/:personId',
  action: 'organisation.add-member',
  params: MemberParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

/** Ends their part in every care team of this organisation with the next request. */
export const removeMember = endpoint({
  method: 'DELETE',
  path: '/api/organisations/:organisationId/members/:personId',
  action: 'organisation.remove-member',
  params: MemberParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

const TeamParams = z.object({ patientId: PersonId });

/** The care team of a patient, for those in it: who is, and which colleagues of the same organisation could be. */
export const readCareTeam = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/care-team',
  action: 'care-team.read',
  params: TeamParams,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    members: z.array(
      z.object({
        grantId: z.uuid(),
        personId: PersonId,
        displayName: z.string().nullable(),
        role: Role.nullable(),
        organisation: z.string().nullable(),
        /** It was this person who accepted the patient's offer. */
        isLead: z.boolean(),
      }),
    ),
    colleagues: z.array(z.object({ personId: PersonId, displayName: z.string(), role: Role })),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});

/** A colleague gets what the patient granted the team, no more. The patient is told. */
export const addToCareTeam = endpoint({
  method: 'PUT',
  path: '/api/patients/:patientId/care-team/:personId',
  action: 'care-team.add',
  params: TeamParams.extend({ personId: PersonId }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});

/** By the lead, or by the patient. */
export const removeFromCareTeam = endpoint({
  method: 'DELETE',
  path: '/api/patients/:patientId/care-team/:personId',
  action: 'care-team.remove',
  params: TeamParams.extend({ personId: PersonId }),
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.null(),
  replyKind: 'none',
  limit: CHANGE_LIMIT,
});
