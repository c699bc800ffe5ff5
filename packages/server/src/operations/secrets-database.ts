import { ConfigError, type Config } from '../config/read-config.ts';
import { resolveSecret } from './secrets.ts';

const SETTING = 'WARDKEEP_DATABASE_URL_FROM';

/**
 * The settings with the database's address in them, where they only refer to it. The first thing a start does.
 * @throws ConfigError naming the setting
 */
export async function withDatabaseUrl(config: Config): Promise<Config> {
  const { databaseUrlFrom } = config;
  if (databaseUrlFrom === undefined) return config;
  const databaseUrl = await resolveSecret(databaseUrlFrom, SETTING, config);
  if (/^postgres(ql)?:\/\//.test(databaseUrl)) return { ...config, databaseUrl };
  throw new ConfigError(`${SETTING}: what it refers to must begin with postgres://`);
}
