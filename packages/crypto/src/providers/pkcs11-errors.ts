import { ServiceFailure } from './service-failure.ts';

/** Gives each error of the module its verdict. */
export function judged<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ServiceFailure) throw error;
    const name = nameOf(error);
    throw new ServiceFailure(deniedNames.has(name) ? 'denied' : 'transient', name);
  }
}

/** `CKR_…`, which is all that a module says. */
export function nameOf(error: unknown): string {
  const [name] = /CKR_\w+/.exec(error instanceof Error ? error.message : '') ?? [];
  return name ?? 'an error without a code';
}

export function refused(): ServiceFailure {
  return new ServiceFailure('not_authentic', 'refused');
}

const deniedNames = new Set([
  'CKR_PIN_INCORRECT',
  'CKR_PIN_INVALID',
  'CKR_PIN_LEN_RANGE',
  'CKR_PIN_EXPIRED',
  'CKR_PIN_LOCKED',
  'CKR_USER_PIN_NOT_INITIALIZED',
  'CKR_KEY_FUNCTION_NOT_PERMITTED',
  'CKR_KEY_TYPE_INCONSISTENT',
  'CKR_KEY_SIZE_RANGE',
  'CKR_MECHANISM_INVALID',
  'CKR_MECHANISM_PARAM_INVALID',
  'CKR_TOKEN_NOT_RECOGNIZED',
  'CKR_TOKEN_WRITE_PROTECTED',
  'CKR_ATTRIBUTE_VALUE_INVALID',
  'CKR_TEMPLATE_INCONSISTENT',
]);

/** Whether a token refused the PIN: another try with it brings the token nearer to being locked. */
export function isAboutPin({ message }: ServiceFailure): boolean {
  return message.startsWith('CKR_PIN_');
}
