/** A setting that is missing, wrong or weak. The message names the setting and never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
