import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from './config-error.ts';
import { parseSettings, type ParsedSettings, type Variables } from './parse-settings.ts';
import { keyProviderOf, type KeyProviderSettings } from './provider-settings.ts';
import type { SecretReference } from './secret-reference.ts';

/** Which provider holds the root key, and where the secrets are. */
export interface SecretSettings {
  readonly keyProvider: KeyProviderSettings;
  readonly passphraseFile: string | undefined;
  readonly passphraseFrom: SecretReference | undefined;
  readonly vault: VaultSettings;
  readonly databaseUrl: string | undefined;
  readonly databaseUrlFrom: SecretReference | undefined;
  /** For `env:` references; nothing else of the environment is read after the start. */
  readonly readVariable: (name: string) => string | undefined;
  /** systemd's, private to this unit. */
  readonly credentialsDirectory: string | undefined;
}

/** Of `vault:` references. */
export interface VaultSettings {
  readonly address: string | undefined;
  readonly token: SecretReference | undefined;
}

/**
 * The provider that a settings file describes, to move the root key to.
 * @param variables - The file's own; what is none of the table's settings is for `env:` references in it.
 * @throws {@link ConfigError} as for the environment at the start.
 */
export function readProviderSettings(variables: Variables): SecretSettings {
  return secretsOf(parseSettings(variables), variables);
}

/** @throws {@link ConfigError} naming what is set twice, missing, or not read by the provider. */
export function secretsOf(settings: ParsedSettings, environment: Variables): SecretSettings {
  refuseTwo(settings, 'WARDKEEP_PASSPHRASE_FILE', 'WARDKEEP_PASSPHRASE_FROM');
  refuseTwo(settings, 'DATABASE_URL', 'WARDKEEP_DATABASE_URL_FROM');
  const credentialsDirectory = environment['CREDENTIALS_DIRECTORY'];
  const passphraseFrom = settings.WARDKEEP_PASSPHRASE_FROM;
  const vault = {
    address: settings.WARDKEEP_VAULT_ADDRESS,
    token: settings.WARDKEEP_VAULT_TOKEN_FROM,
  };
  refuseVaultUnset(settings, vault);
  return {
    keyProvider: keyProviderOf(settings),
    passphraseFrom,
    passphraseFile:
      passphraseFrom === undefined
        ? (settings.WARDKEEP_PASSPHRASE_FILE ?? systemdCredential(credentialsDirectory))
        : undefined,
    vault,
    databaseUrl: settings.DATABASE_URL,
    databaseUrlFrom: settings.WARDKEEP_DATABASE_URL_FROM,
    readVariable: (name: string) => environment[name],
    credentialsDirectory,
  };
}

function refuseTwo(
  settings: ParsedSettings,
  one: keyof ParsedSettings,
  other: keyof ParsedSettings,
): void {
  if (settings[one] === undefined || settings[other] === undefined) return;
  throw new ConfigError(`${one} and ${other} say the same: set one of the two.`);
}

function refuseVaultUnset(settings: ParsedSettings, { address, token }: VaultSettings): void {
  if (token?.kind === 'vault') {
    throw new ConfigError('WARDKEEP_VAULT_TOKEN_FROM: Vault can’t be asked for its own token.');
  }
  const asks = Object.entries(settings).find(([, value]) => isVaultReference(value))?.[0];
  if (asks === undefined || (address !== undefined && token !== undefined)) return;
  throw new ConfigError(
    `${address === undefined ? 'WARDKEEP_VAULT_ADDRESS' : 'WARDKEEP_VAULT_TOKEN_FROM'}: ${asks} refers to Vault and needs it.`,
  );
}

function isVaultReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'vault';
}

/** systemd's LoadCredential= puts secrets there (systemd.exec(5)). */
function systemdCredential(directory: string | undefined): string | undefined {
  if (directory === undefined) return undefined;
  const file = path.join(directory, 'wardkeep-passphrase');
  return existsSync(file) ? file : undefined;
}
