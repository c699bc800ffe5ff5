import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { SETTINGS } from './settings.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Origin without a trailing slash; undefined until the port is known. */
  readonly publicUrl: string | undefined;
  readonly dataDirectory: string;
  readonly keyStoreDirectory: string;
  readonly passphraseFile: string | undefined;
  /** Where a first start without a passphrase writes one: outside the data directory. */
  readonly configDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly postgresBinaries: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly rateLimitFactor: number;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const Environment = z.object(
  // Object.fromEntries forgets which key goes with which type.
  Object.fromEntries(Object.entries(SETTINGS).map(([name, setting]) => [name, setting.type])) as {
    [Name in keyof typeof SETTINGS]: (typeof SETTINGS)[Name]['type'];
  },
);

/**
 * @throws {@link ConfigError} naming the setting, what it may be, and never its value. A `WARDKEEP_…` variable that is
 * not in the table is refused too: a misspelt setting that silently does nothing is how software runs unprotected.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  refuseUnknown(environment);
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.')}: ${issue.message}`,
    );
    throw new ConfigError(
      `Wardkeep can't start with these settings.\n${problems.join('\n')}\nSee docs/settings.md.`,
    );
  }
  const settings = parsed.data;
  refuseOpenWithoutTls(settings.WARDKEEP_HOST, settings.WARDKEEP_PUBLIC_URL);
  const dataDirectory = path.resolve(settings.WARDKEEP_DATA_DIR);
  return {
    port: settings.WARDKEEP_PORT,
    host: settings.WARDKEEP_HOST,
    publicUrl: settings.WARDKEEP_PUBLIC_URL?.replace(/\/+$/, ''),
    dataDirectory,
    keyStoreDirectory: path.resolve(
      settings.WARDKEEP_KEY_STORE ?? path.join(dataDirectory, 'key-store'),
    ),
    passphraseFile:
      settings.WARDKEEP_PASSPHRASE_FILE ?? systemdCredential(environment['CREDENTIALS_DIRECTORY']),
    configDirectory: path.join(
      environment['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config'),
      'wardkeep',
    ),
    databaseUrl: settings.DATABASE_URL,
    postgresBinaries: settings.WARDKEEP_POSTGRES_BIN,
    logLevel: settings.WARDKEEP_LOG_LEVEL,
    rateLimitFactor: settings.WARDKEEP_RATE_LIMIT_FACTOR,
  };
}

function refuseUnknown(environment: Readonly<Record<string, string | undefined>>): void {
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith('WARDKEEP_') && !(name in SETTINGS),
  );
  // Test and demo switches are read by their own programs, never by the server.
  const refused = unknown.filter((name) => !name.startsWith('WARDKEEP_TEST_'));
  if (refused.length > 0) {
    throw new ConfigError(
      `Unknown setting ${refused.join(', ')}. docs/settings.md lists every setting.`,
    );
  }
}

/** Beyond this machine, sessions and records would travel readable. */
function refuseOpenWithoutTls(host: string, publicUrl: string | undefined): void {
  const isThisMachine = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (isThisMachine || publicUrl?.startsWith('https:') === true) return;
  throw new ConfigError(
    'WARDKEEP_HOST lets other machines in, so TLS must stand in front: set WARDKEEP_PUBLIC_URL to its https address.',
  );
}

/** systemd's LoadCredential= puts secrets there (systemd.exec(5)). */
function systemdCredential(directory: string | undefined): string | undefined {
  if (directory === undefined) return undefined;
  const file = path.join(directory, 'wardkeep-passphrase');
  return existsSync(file) ? file : undefined;
}
