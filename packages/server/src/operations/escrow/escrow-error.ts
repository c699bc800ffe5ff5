/**
 * - `unreachable`: nobody answers, or not as they should.
 * - `timeout`: nobody answers in time; it may still arrive.
 * - `denied`: whoever keeps it does not let this server.
 * - `missing`: there is no such bucket or directory.
 * - `full`: there is no room.
 * - `conflict`: under the same name is something else already, which is never overwritten.
 * - `not_installed`: the optional package that speaks to it is not there.
 * - `no_mail`: no mail server is set.
 * - `forked`: what the place holds is not what the log grew from, so nothing more is brought.
 * - `unreadable`: what the place holds, or what was to be brought, is not signed by this installation: nothing is brought.
 * - `failed`: anything else; the log of the server says more.
 */
export type EscrowErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'denied'
  | 'missing'
  | 'full'
  | 'conflict'
  | 'not_installed'
  | 'no_mail'
  | 'forked'
  | 'unreadable'
  | 'failed';

/** The code alone: what the other side said may say more about it than a log should. */
export class EscrowError extends Error {
  override readonly name = 'EscrowError';
  readonly code: EscrowErrorCode;

  constructor(code: EscrowErrorCode, options?: ErrorOptions) {
    super(`a place of escrow: ${code}`, options);
    this.code = code;
  }
}

export function escrowCodeOf(error: unknown): EscrowErrorCode {
  return error instanceof EscrowError ? error.code : 'failed';
}
