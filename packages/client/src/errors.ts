import type { Problem, ProblemCode } from '@wardkeep/contract';

/** The server refused and said why (RFC 9457). Decide by `code`, never by the text. */
export class ProblemError extends Error {
  readonly problem: Problem;
  /** The server's own word on when to come back (RFC 9110 §10.2.3); null without one. */
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ProblemError';
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get code(): ProblemCode {
    return this.problem.code;
  }
}

/**
 * No refusal of the server, but no usable answer either.
 *
 * - `unreachable`: nothing answered; `cause` is what `fetch` threw.
 * - `unexpected_reply`: something answered that is not the contract, such as a proxy's own page.
 */
export type ClientErrorCode = 'unreachable' | 'unexpected_reply';

export class ClientError extends Error {
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ClientError';
    this.code = code;
  }
}
