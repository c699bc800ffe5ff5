import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import { ConfigError } from './config-error.ts';
import { parseSettings, type ParsedSettings, type Variables } from './parse-settings.ts';
import type { Role } from '@wardkeep/contract';
import { accountSettingsOf, type AccessSettings, type MailSettings } from './account-settings.ts';
import { proofSettingsOf, type ProofSettings } from './proof-settings.ts';
import { secretsOf, type SecretSettings } from './secret-settings.ts';

export { ConfigError } from './config-error.ts';

export interface Config extends SecretSettings, ProofSettings {
  readonly port: number;
  readonly host: string;
  /** Origin without a trailing slash; undefined until the port is known. */
  readonly publicUrl: string | undefined;
  readonly dataDirectory: string;
  readonly keyStoreDirectory: string;
  /** More directories that hold what the key store holds. */
  readonly keyStoreCopies: readonly string[];
  readonly rotationHours: number;
  readonly backupRetentionDays: number;
  readonly keyCacheMinutes: number;
  /** Written once, at the first start; never read by the running service. */
  readonly backupRootFile: string;
  readonly erasureWaitingDays: number;
  /** Where a first start without a passphrase writes one: outside the data directory. */
  readonly configDirectory: string;
  readonly postgresBinaries: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly rateLimitFactor: number;
  readonly signUp: 'open' | 'confirmed' | 'invited';
  readonly mail: MailSettings | undefined;
  readonly sessions: {
    readonly staffIdleMinutes: number;
    readonly patientIdleMinutes: number;
    readonly staffMostSessions: number;
    readonly patientMostSessions: number;
  };
  readonly sessionAlgorithm: 'RS256' | 'PS256' | 'EdDSA';
  readonly passwordHash: { readonly kind: 'bcrypt' | 'argon2id'; readonly bcryptCost: number };
  readonly recoveryWaitingDays: number;
  readonly access: AccessSettings;
  readonly trustedProxies: readonly string[];
  readonly allowedAddresses: readonly string[];
  readonly allowedAddressesByRole: Readonly<Partial<Record<Role, readonly string[]>>>;
  /** Undefined for the one from npm; `off` for none. */
  readonly countryDatabase: string | undefined;
}

/**
 * @throws {@link ConfigError} naming the setting, what it may be, and never its value. A `WARDKEEP_…` variable that is
 * not in the table is refused too: a misspelt setting that silently does nothing is how software runs unprotected.
 */
export function readConfig(environment: Variables = process.env): Config {
  const settings = parseSettings(environment);
  refuseOpenWithoutTls(settings.WARDKEEP_HOST, settings.WARDKEEP_PUBLIC_URL);
  const dataDirectory = path.resolve(settings.WARDKEEP_DATA_DIR);
  const keyStoreDirectory = path.resolve(
    settings.WARDKEEP_KEY_STORE ?? path.join(dataDirectory, 'key-store'),
  );
  const config: Config = {
    port: settings.WARDKEEP_PORT,
    host: settings.WARDKEEP_HOST,
    publicUrl: settings.WARDKEEP_PUBLIC_URL?.replace(/\/+$/, ''),
    dataDirectory,
    keyStoreDirectory,
    keyStoreCopies: settings.WARDKEEP_KEY_STORE_COPIES,
    rotationHours: settings.WARDKEEP_ROTATION_HOURS,
    backupRetentionDays: settings.WARDKEEP_BACKUP_RETENTION_DAYS,
    keyCacheMinutes: settings.WARDKEEP_KEY_CACHE_MINUTES,
    erasureWaitingDays: settings.WARDKEEP_ERASURE_WAITING_DAYS,
    postgresBinaries: settings.WARDKEEP_POSTGRES_BIN,
    logLevel: settings.WARDKEEP_LOG_LEVEL,
    rateLimitFactor: settings.WARDKEEP_RATE_LIMIT_FACTOR,
    ...accountSettingsOf(settings),
    ...proofSettingsOf(settings),
    ...placesOf(settings, environment, dataDirectory),
    ...secretsOf(settings, environment),
  };
  refuseMisplaced(config, settings.WARDKEEP_BACKUP_ROOT_FILE !== undefined);
  return config;
}

function placesOf(settings: ParsedSettings, environment: Variables, dataDirectory: string) {
  const configDirectory = path.join(
    environment['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config'),
    'wardkeep',
  );
  // One for each data directory, so that a demo does not stand in the way of what is real.
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12);
  return {
    configDirectory,
    backupRootFile: path.resolve(
      settings.WARDKEEP_BACKUP_ROOT_FILE ?? path.join(configDirectory, `backup-root-${name}.txt`),
    ),
  };
}

/** Beyond this machine, sessions and records would travel readable. */
function refuseOpenWithoutTls(host: string, publicUrl: string | undefined): void {
  const isThisMachine = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (isThisMachine || publicUrl?.startsWith('https:') === true) return;
  throw new ConfigError(
    'WARDKEEP_HOST lets other machines in, so TLS must stand in front: set WARDKEEP_PUBLIC_URL to its https address.',
  );
}

/** A copy in the same place is none, and a backup root in the data directory is in every backup of it. */
function refuseMisplaced(config: Config, isPlaceChosen: boolean): void {
  const stores = [config.keyStoreDirectory, ...config.keyStoreCopies];
  if (new Set(stores).size < stores.length) {
    throw new ConfigError(
      'WARDKEEP_KEY_STORE_COPIES: names a directory twice, or the key store itself.',
    );
  }
  const isInside = [config.dataDirectory, ...stores].some(
    (directory) => !path.relative(directory, config.backupRootFile).startsWith('..'),
  );
  if (isInside && isPlaceChosen) {
    throw new ConfigError(
      'WARDKEEP_BACKUP_ROOT_FILE: must lie outside the data directory and the key store, which it opens.',
    );
  }
}
