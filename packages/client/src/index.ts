export type { Bytes, CallInput, Client } from './call-types.ts';
export { type ClientOptions, createClient } from './client.ts';
export { ClientError, type ClientErrorCode, ProblemError } from './errors.ts';
export {
  isConsistent,
  isFine,
  isIncluded,
  leafHash,
  logFetchers,
  openCheckpoint,
  parseVerifierKey,
  ProofError,
  rememberAndCompare,
  verifyTlogProof,
  type Checkpoint,
  type CheckpointMemory,
  type ComparedLog,
  type LogFetchers,
  type LogVerdict,
  type ProofErrorCode,
  type ProvedEvent,
  type RememberedCheckpoint,
  type ServedLog,
} from './proofs/index.ts';
export {
  importUnits,
  sendUnits,
  UNITS_AT_ONCE,
  type ImportUnit,
  type ImportUnits,
  type RecordsFile,
  type SentUnit,
} from './imports/index.ts';
