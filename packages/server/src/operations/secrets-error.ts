import { ConfigError } from '../config/read-config.ts';

/**
 * - `missing`: there is nothing at the place that the setting names.
 * - `exposed`: others can read or change the file.
 * - `weak`: too short, or of too few different characters.
 * - `unreachable`: whoever keeps the secret does not answer in time.
 * - `denied`: whoever keeps the secret says no.
 * - `not_installed`: the optional package that asks is not there.
 */
export type SecretErrorCode =
  'missing' | 'exposed' | 'weak' | 'unreachable' | 'denied' | 'not_installed';

/**
 * Names the setting and what to do; never the secret, nor what was answered in its place. It goes by the name of
 * `ConfigError`, so that it is told wherever a wrong setting is.
 */
export class SecretError extends ConfigError {
  readonly code: SecretErrorCode;

  constructor(code: SecretErrorCode, setting: string, message: string, options?: ErrorOptions) {
    super(`${setting}: ${message}`, options);
    this.code = code;
  }
}
