export { acceptProposal } from './accept-proposal.ts';
export { checkRelationships } from './check-relationships.ts';
export { declineProposal } from './decline-proposal.ts';
export { leaveRelationship } from './leave-relationship.ts';
export { listRelationships } from './list-relationships.ts';
