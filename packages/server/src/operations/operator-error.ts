/**
 * What an operator can be told. Errors of the vault and of the features keep their own codes; these are the rest.
 *
 * - `bad_request`: the body is not what this command takes.
 * - `not_found`: no such command, report or person, or no newest kit of this fingerprint.
 * - `too_large`: the body has more than 64 KiB.
 * - `locked`: the keys are locked; `wardkeep unlock` comes first.
 * - `not_locked`: the keys are open, and this is for a server whose keys are locked.
 * - `keys_unavailable`: the provider of the root key does not answer; it is tried again by itself.
 * - `jobs_unavailable`: the job queue did not start yet; the log says why.
 * - `busy`: other key work is running that this can't run beside.
 * - `work_lost`: the job is no longer in the queue.
 * - `failed`: anything else. The log says more.
 */
export type OperatorErrorCode =
  | 'bad_request'
  | 'not_found'
  | 'too_large'
  | 'locked'
  | 'not_locked'
  | 'keys_unavailable'
  | 'jobs_unavailable'
  | 'busy'
  | 'work_lost'
  | 'failed';

export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly code: OperatorErrorCode;
  constructor(code: OperatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
