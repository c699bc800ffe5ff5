export { openCheckpoint, type Checkpoint } from './checkpoint.ts';
export type { CheckpointMemory, RememberedCheckpoint } from './checkpoint-memory.ts';
export { isConsistent, isIncluded, leafHash } from './merkle.ts';
export { ProofError, type ProofErrorCode } from './proof-error.ts';
export {
  isFine,
  rememberAndCompare,
  type ComparedLog,
  type LogVerdict,
} from './remember-and-compare.ts';
export { logFetchers, type LogFetchers, type ServedLog } from './served-log.ts';
export { verifyTlogProof, type ProvedEvent } from './tlog-proof.ts';
export { parseVerifierKey, type VerifierKey } from './verifier-key.ts';
