/**
 * What became of an e-mail that did not leave, short enough for a column.
 *
 * - `unreachable`: nobody answers there, or the connection broke.
 * - `timeout`: somebody does, and says nothing.
 * - `tls`: no TLS, or no certificate that this machine trusts.
 * - `sign_in`: user or password are not accepted.
 * - `busy`: the server says to come back (4xx, RFC 5321 §4.2.1).
 * - `refused`: the server says no (5xx).
 * - `stopped`: this process ends.
 */
export type MailErrorCode =
  'unreachable' | 'timeout' | 'tls' | 'sign_in' | 'busy' | 'refused' | 'stopped';

/** Without a cause: what a mail server says quotes addresses. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly code: MailErrorCode;

  constructor(code: MailErrorCode) {
    super(`an e-mail did not leave: ${code}`);
    this.code = code;
  }
}
