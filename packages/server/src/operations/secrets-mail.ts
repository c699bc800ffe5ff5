import { ConfigError, type Config } from '../config/read-config.ts';
import { resolveSecret } from './secrets.ts';

const SETTING = 'WARDKEEP_SMTP_URL_FROM';

/**
 * Where e-mail is handed over, with user and password where a reference holds them.
 * @throws ConfigError naming the setting, and SecretError as for every reference
 */
export async function mailServerUrl(config: Config): Promise<string | undefined> {
  const url = config.mail?.url;
  if (url === undefined || typeof url === 'string') return url;
  const text = await resolveSecret(url, SETTING, config);
  if (/^smtps?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new ConfigError(`${SETTING}: what it refers to must begin with smtp:// or smtps://`);
}
