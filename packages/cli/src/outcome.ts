import type { ExitCode } from './cli-error.ts';

/** How a command ended: the same for people and for programs. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** For `--json`. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
  /** What may be done only when all of that was written out. If it throws, its error decides how the command ended. */
  readonly onceWritten?: () => Promise<void>;
}

/** Every command hands its outcome here; exactly one for each run. */
export type Report = (outcome: Outcome) => void;
