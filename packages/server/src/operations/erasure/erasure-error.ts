/**
 * - `unknown_person`: there is no such person here.
 * - `legal_hold`: the law forbids deleting this person's data now.
 * - `not_confirmed`: nobody asked for this erasure, or nobody confirmed it, or it was cancelled.
 * - `erasure_waiting`: the waiting time is not over.
 * - `erasure_begun`: there is no way back any more.
 * - `account_altered`: the account's row was altered in the database; nobody puts a seal on that.
 */
export type ErasureErrorCode =
  | 'unknown_person'
  | 'legal_hold'
  | 'not_confirmed'
  | 'erasure_waiting'
  | 'erasure_begun'
  | 'account_altered';

/** Names nobody: the operator knows whom they asked about. */
export class ErasureError extends Error {
  override readonly name = 'ErasureError';
  readonly code: ErasureErrorCode;
  constructor(code: ErasureErrorCode) {
    super(MESSAGES[code]);
    this.code = code;
  }
}

const MESSAGES: Readonly<Record<ErasureErrorCode, string>> = {
  unknown_person: 'There is no such person here.',
  legal_hold: 'A legal hold forbids deleting this person’s data. Release it first.',
  not_confirmed: 'This erasure was not asked for and confirmed. Nothing was changed.',
  erasure_waiting: 'The waiting time of this erasure is not over. Nothing was changed.',
  erasure_begun: 'This erasure has begun: there is no way back.',
  account_altered: 'The account was altered behind the server’s back. Nothing was changed.',
};
