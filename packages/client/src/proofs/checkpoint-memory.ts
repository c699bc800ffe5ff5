/** The newest checkpoint of a log that was seen and found consistent with all that were seen before. */
export interface RememberedCheckpoint {
  /** A signed note (C2SP tlog-checkpoint). */
  readonly checkpoint: string;
  /** C2SP verifier key, `name+id+key`: the key that signed it. */
  readonly verifierKey: string;
}

/**
 * What outlives a visit: a page's local storage, a file of the command line. By origin, the first line of a checkpoint,
 * such as `clinic.example/audit/2026`. What it throws ends the comparison.
 */
export interface CheckpointMemory {
  get(origin: string): Promise<RememberedCheckpoint | undefined> | RememberedCheckpoint | undefined;
  /** Replaces what was there; kept when this returns. */
  put(origin: string, remembered: RememberedCheckpoint): Promise<void> | void;
  /** Every origin that has something: a log that a server no longer tells of is missed. */
  origins(): Promise<readonly string[]> | readonly string[];
}
