import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RootProvider } from '@wardkeep/crypto';
import { ConfigError, type Config } from '../config/read-config.ts';
import { readProviderSettings, type SecretSettings } from '../config/secret-settings.ts';
import { parseSettingsFile } from '../config/settings-file.ts';
import { keyFileExists } from '../vault/key-file-provider.ts';
import { openProvider, ProviderOpenError, type ProviderChoice } from '../vault/open-provider.ts';
import { resolveSecret } from './secrets.ts';
import { readPassphrase } from './passphrase.ts';
import { rootKeyFile } from './unlock.ts';

export interface ProviderOptions {
  /** Typed by somebody, or of a recovery, instead of the one that the settings refer to. */
  readonly passphrase?: string;
  /** Whether a root key may be made where there is none: at a first start only. */
  readonly mayCreateKeyFile: boolean;
}

/** Its name, and the text of a settings file; what the file does not say is as it is at this server. */
export interface MigrationTarget {
  readonly to: string;
  readonly settings: string;
}

/**
 * The provider that the settings choose, with its secrets fetched.
 * @returns undefined where a key file has no passphrase: the server stays locked until somebody types one.
 * @throws ConfigError naming the setting; VaultError of a key file
 */
export async function providerFromConfig(
  config: Config,
  options: ProviderOptions,
): Promise<RootProvider | undefined> {
  const choice = await choiceOf(config, config, options);
  return choice === undefined ? undefined : opened(choice);
}

/**
 * The provider to move the root key to.
 * @throws ConfigError naming the setting
 */
export async function providerToMigrateTo(
  config: Config,
  target: MigrationTarget,
): Promise<RootProvider> {
  return opened(await targetChoice(config, target));
}

/** The same for a dry run, which leaves nothing behind: a key file that is not there is tried with one that is thrown away. */
export async function providerToTry(
  config: Config,
  target: MigrationTarget,
): Promise<RootProvider> {
  const choice = await targetChoice(config, target);
  if (choice.kind !== 'key-file' || keyFileExists(choice.file)) return opened(choice);
  const scratch = mkdtempSync(path.join(tmpdir(), 'wardkeep-try-'));
  try {
    const provider = await opened({ ...choice, file: path.join(scratch, 'root-key.json') });
    return { ...provider, reference: 'a root key that the move will make' };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function targetChoice(config: Config, target: MigrationTarget): Promise<ProviderChoice> {
  const file = parseSettingsFile(target.settings);
  const named = file['WARDKEEP_KEY_PROVIDER'];
  if (named !== undefined && named !== target.to) {
    throw new ConfigError('WARDKEEP_KEY_PROVIDER: the settings file names another than --to.');
  }
  const settings = readProviderSettings({ ...file, WARDKEEP_KEY_PROVIDER: target.to });
  const source: SecretSettings = {
    ...settings,
    readVariable: (name) => settings.readVariable(name) ?? config.readVariable(name),
    credentialsDirectory: config.credentialsDirectory,
  };
  const choice = await choiceOf(config, source, { mayCreateKeyFile: true });
  if (choice !== undefined) return choice;
  throw new ConfigError(
    'WARDKEEP_PASSPHRASE_FROM: the settings file must say where the passphrase of the key file is.',
  );
}

async function opened(choice: ProviderChoice): Promise<RootProvider> {
  try {
    return await openProvider(choice);
  } catch (cause) {
    if (!(cause instanceof ProviderOpenError)) throw cause;
    throw new ConfigError(`${SETTING_OF[choice.kind]}: ${cause.message}`, { cause });
  }
}

/** Which setting to look at first when the provider can't be opened. */
const SETTING_OF: Readonly<Record<ProviderChoice['kind'], string>> = {
  'key-file': 'WARDKEEP_PASSPHRASE_FROM',
  environment: 'WARDKEEP_ROOT_KEY_FROM',
  pkcs11: 'WARDKEEP_PKCS11_MODULE, _TOKEN, _KEY or _PIN_FROM',
  'aws-kms': 'WARDKEEP_KMS_KEY',
  'gcp-kms': 'WARDKEEP_KMS_KEY',
  'azure-key-vault': 'WARDKEEP_KMS_KEY',
  'vault-transit': 'WARDKEEP_KMS_KEY',
};

async function choiceOf(
  config: Config,
  source: SecretSettings,
  options: ProviderOptions,
): Promise<ProviderChoice | undefined> {
  const { keyProvider } = source;
  switch (keyProvider.kind) {
    case 'key-file':
      return keyFileChoice(config, source, options);
    case 'environment': {
      const rootKey = await resolveSecret(keyProvider.rootKey, 'WARDKEEP_ROOT_KEY_FROM', source);
      return { kind: 'environment', rootKey };
    }
    case 'pkcs11': {
      const pin = await resolveSecret(keyProvider.pin, 'WARDKEEP_PKCS11_PIN_FROM', source);
      return { ...keyProvider, pin };
    }
    case 'vault-transit': {
      const token = (): Promise<string> =>
        resolveSecret(keyProvider.token, 'WARDKEEP_VAULT_TOKEN_FROM', source);
      // Once now, so that a wrong reference refuses to start instead of failing at the first wrap.
      await token();
      return { ...keyProvider, token };
    }
    default:
      return keyProvider;
  }
}

async function keyFileChoice(
  config: Config,
  source: SecretSettings,
  { passphrase: typed, mayCreateKeyFile }: ProviderOptions,
): Promise<ProviderChoice | undefined> {
  const passphrase = typed ?? (await readPassphrase({ ...config, ...source }))?.passphrase;
  if (passphrase === undefined) return undefined;
  const file = rootKeyFile(config);
  return { kind: 'key-file', file, passphrase, mayCreate: mayCreateKeyFile };
}
