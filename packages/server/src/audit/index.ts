export { appendEvent, type AppendSources } from './append-event.ts';
export { AuditError, type AuditErrorCode } from './audit-error.ts';
export type {
  AuditActor,
  AuditCore,
  AuditDetail,
  AuditedAction,
  AuditedResource,
  AuditedRole,
  AuditOutcome,
  AuditPurpose,
  AuditRelationship,
  NewAuditEvent,
} from './audit-event.ts';
export type { AuditKeys, CheckpointKey } from './audit-keys.ts';
export type { AuditTables } from './audit-tables.ts';
export {
  countEventsOf,
  destroyDetails,
  erasedTokens,
  forgetPerson,
  type ForgottenTokens,
} from './destroy-details.ts';
export { eventsAbout, type EventPage, type StoredEvent } from './events-about.ts';
export { newestCheckpoint, type LogState } from './newest-checkpoint.ts';
export { startSequencer, type Sequencer, type SequencerOptions } from './sequencer.ts';
export { verifyLog, type AuditFault, type AuditVerdict, type VerifyOptions } from './verify.ts';
export type { IndexProof } from './verify-event.ts';
