/** The whole of what leaves about a failure: no stack, no cause. */
export interface ToldError {
  readonly code: string;
  readonly message: string;
}

/** What a job said when it failed, perhaps on another node: the code and sentence that were told there. */
export class WorkError extends Error {
  override readonly name = 'WorkError';
  readonly code: string;
  constructor({ code, message }: ToldError) {
    super(message);
    this.code = code;
  }
}

/** Classes whose codes are closed and whose messages hold no secret and nothing about anybody (STYLE.md). */
const OURS: ReadonlySet<string> = new Set([
  'AuditError',
  'ConfigError',
  'CryptoError',
  'DatabaseError',
  'ErasureError',
  'OperatorError',
  'ProviderOpenError',
  'ResealError',
  'SecretError',
  'VaultError',
  'WorkError',
]);

/** Of anything else only that it failed is told: its message may quote what was sent or stored. */
export function operatorErrorOf(error: unknown): ToldError {
  if (error instanceof Error && OURS.has(error.name)) {
    // A ConfigError has no code: its message names the setting.
    const code = 'code' in error && typeof error.code === 'string' ? error.code : 'bad_settings';
    return { code, message: error.message };
  }
  return { code: 'failed', message: 'The server could not do this. Its log says why.' };
}
