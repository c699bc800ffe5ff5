export { appendEvent, insertEvents } from './append-event.ts';
export { sealEvent, type AppendSources, type SealedEvent } from './seal-event.ts';
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
  retirableAt,
  type ForgottenTokens,
} from './destroy-details.ts';
export { eventsAbout, type EventPage, type StoredEvent } from './events-about.ts';
export {
  findEvents,
  isEventAbout,
  readByIds,
  type EventSearch,
  type FindPage,
  type FoundPage,
} from './find-events.ts';
export {
  beginLogsAfterRestore,
  isBehindWitness,
  readKnownLogs,
  type BegunLog,
} from './follow-restore.ts';
export { listLogs, type LogRow } from './logs.ts';
export { newestCheckpoint, type LogState } from './newest-checkpoint.ts';
export type { Tile } from './tiles.ts';
export {
  exportPages,
  exportTiles,
  type ExportedHalf,
  type ExportedLine,
  type ExportedLog,
  type ExportedRow,
  type ExportPage,
} from './export-pages.ts';
export {
  proveConsistency,
  proveEvent,
  signedLogs,
  type EventProof,
  type SignedLog,
} from './prove.ts';
export {
  hasEventBetween,
  hasWaiting,
  logsByYear,
  retireLeaves,
  type YearsLog,
} from './retire-events.ts';
export type { SignerMemory, Witness } from './signer-memory.ts';
export { checkPage, type PageVerdict } from './check-page.ts';
export { startSequencer, type Sequencer, type SequencerOptions } from './sequencer.ts';
export { verifyLog, type AuditFault, type AuditVerdict, type VerifyOptions } from './verify.ts';
export type { IndexProof } from './verify-event.ts';
