export { readCheckpoints } from './read-checkpoints.ts';
export { readConsistency } from './read-consistency.ts';
export { readEventProof } from './read-event-proof.ts';
export { searchAuditEvents } from './search-audit-events.ts';
export { searchEvents } from './search-events.ts';
