/**
 * What went wrong, for programs.
 *
 * - `not_authentic`: key, place and ciphertext do not belong together, or the ciphertext changed.
 *   Why is never said: a caller that could tell one failure from another could be used as an oracle.
 * - `bad_format`: bytes or text that no version of the format could have produced.
 * - `bad_input`: the caller passed something that can't be sealed, wrapped or indexed.
 * - `unsupported`: this runtime lacks what the operation needs.
 * - `key_destroyed`: the key was destroyed in this process before it was used.
 * - `provider_unavailable`: the service or device that holds the root key gave no answer, or said
 *   to come back. Trying again later may help.
 * - `provider_denied`: it answered and refused: credentials, policy, or a key that is disabled or
 *   gone. Trying again without a change does not help.
 * - `expired`: an imported token is authentic but older than the caller allows.
 * - `shares_mixed`: recovery shares of different groups, or of groups cut differently.
 * - `shares_too_few`: fewer recovery shares than the threshold that they name.
 * - `shares_duplicate`: one recovery share was given twice.
 */
export type CryptoErrorCode =
  | 'not_authentic'
  | 'bad_format'
  | 'bad_input'
  | 'unsupported'
  | 'key_destroyed'
  | 'provider_unavailable'
  | 'provider_denied'
  | 'expired'
  | 'shares_mixed'
  | 'shares_too_few'
  | 'shares_duplicate';

/** The only error that this package throws on purpose. Its message holds no content and no secret. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The one shape of every decryption failure: no cause, since causes differ. */
export function notAuthentic(): CryptoError {
  return new CryptoError(
    'not_authentic',
    'The key, the place and the sealed bytes do not belong together.',
  );
}
