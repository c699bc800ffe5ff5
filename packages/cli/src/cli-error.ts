/**
 * - `usage`: the command line itself is wrong.
 * - `unreachable`: no server answers.
 * - `refused`: the server said no, for a reason that `problemCode` names.
 * - `cut_off`: the connection ended in the middle of long work; the server goes on with it.
 * - `no_session`: nobody is signed in.
 * - `bad_file`: a file is not there, not readable, too large or not what it should be.
 * - `bad_secret`: a password or passphrase was not given, or is empty.
 * - `bad_needles`: what the scan should search for can't be searched for.
 * - `bad_signature`: a report is not what the named key signed.
 * - `unexpected_reply`: something answered that is no Wardkeep server of this version.
 * - `cancelled`: whoever was asked for a password or for a confirmation said no.
 */
export type CliErrorCode =
  | 'usage'
  | 'unreachable'
  | 'refused'
  | 'cut_off'
  | 'no_session'
  | 'bad_file'
  | 'bad_secret'
  | 'bad_needles'
  | 'bad_signature'
  | 'unexpected_reply'
  | 'cancelled';

/** The message says what to do, to the person at the terminal. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;
  /** Of a server's refusal (RFC 9457 `code`). */
  readonly problemCode: string | undefined;

  constructor(
    code: CliErrorCode,
    message: string,
    options: ErrorOptions & { readonly problemCode?: string } = {},
  ) {
    super(message, options);
    this.code = code;
    this.problemCode = options.problemCode;
  }
}

/** What scripts may count on. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  found: 4,
  cutOff: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(code: CliErrorCode): ExitCode {
  if (code === 'usage') return EXIT.usage;
  if (code === 'cut_off') return EXIT.cutOff;
  return code === 'unreachable' ? EXIT.unreachable : EXIT.failed;
}
