/**
 * - `unknown_person`: no such person, or one who is being erased.
 * - `unknown_epoch`: no such epoch in the key store.
 */
export type ResealErrorCode = 'unknown_person' | 'unknown_epoch';

export class ResealError extends Error {
  override readonly name = 'ResealError';
  readonly code: ResealErrorCode;
  constructor(code: ResealErrorCode) {
    super(MESSAGES[code]);
    this.code = code;
  }
}

const MESSAGES: Readonly<Record<ResealErrorCode, string>> = {
  unknown_person: 'There is no such person here, or they are being erased.',
  unknown_epoch: 'There is no such epoch in the key store.',
};
