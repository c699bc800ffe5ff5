export { addMember } from './add-member.ts';
export { addToCareTeam } from './add-to-care-team.ts';
export { createOrganisation } from './create-organisation.ts';
export { listOrganisations } from './list-organisations.ts';
export { isMember, organisationNames, organisationsOf } from './organisation-names.ts';
export { readCareTeam } from './read-care-team.ts';
export { removeFromCareTeam } from './remove-from-care-team.ts';
export { removeMember } from './remove-member.ts';
export { renameOrganisation } from './rename-organisation.ts';
