import type { ExitCode } from './cli-error.ts';

/** How a command ended: the same for people and for programs. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** For `--json`. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

/** Every command hands its outcome here; exactly one for each run. */
export type Report = (outcome: Outcome) => void;
