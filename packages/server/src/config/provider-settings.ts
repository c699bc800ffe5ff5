import { ConfigError } from './config-error.ts';
import type { ParsedSettings } from './parse-settings.ts';
import type { SecretReference } from './secret-reference.ts';
import type { KEY_PROVIDERS } from './settings.ts';

/** Which provider holds the root key, and what it needs. Secrets are references here. */
export type KeyProviderSettings =
  | { readonly kind: 'key-file' }
  | { readonly kind: 'environment'; readonly rootKey: SecretReference }
  | {
      readonly kind: 'pkcs11';
      readonly module: string;
      readonly token: string;
      readonly key: string;
      readonly pin: SecretReference;
    }
  | {
      readonly kind: 'aws-kms' | 'gcp-kms';
      readonly key: string;
      readonly endpoint: string | undefined;
    }
  | { readonly kind: 'azure-key-vault'; readonly key: string }
  | {
      readonly kind: 'vault-transit';
      readonly key: string;
      readonly address: string;
      readonly token: SecretReference;
    };

export type KeyProviderName = (typeof KEY_PROVIDERS)[number];

type Given = keyof ParsedSettings;

/** Settings that only some providers read. */
const READ_BY: Partial<Record<Given, readonly KeyProviderName[]>> = {
  WARDKEEP_PASSPHRASE_FILE: ['key-file'],
  WARDKEEP_PASSPHRASE_FROM: ['key-file'],
  WARDKEEP_ROOT_KEY_FROM: ['environment'],
  WARDKEEP_PKCS11_MODULE: ['pkcs11'],
  WARDKEEP_PKCS11_TOKEN: ['pkcs11'],
  WARDKEEP_PKCS11_KEY: ['pkcs11'],
  WARDKEEP_PKCS11_PIN_FROM: ['pkcs11'],
  WARDKEEP_KMS_KEY: ['aws-kms', 'gcp-kms', 'azure-key-vault', 'vault-transit'],
  WARDKEEP_KMS_ENDPOINT: ['aws-kms', 'gcp-kms'],
};

/**
 * @throws {@link ConfigError} naming what the provider lacks, or what is set and not read: who has set the key of a
 * KMS and forgot to choose the KMS believes that it is in use.
 */
export function keyProviderOf(settings: ParsedSettings): KeyProviderSettings {
  const kind = settings.WARDKEEP_KEY_PROVIDER;
  refuseUnread(settings, kind);
  switch (kind) {
    case 'key-file':
      return { kind };
    case 'environment':
      return { kind, rootKey: needed(settings, 'WARDKEEP_ROOT_KEY_FROM') };
    case 'pkcs11':
      return {
        kind,
        module: needed(settings, 'WARDKEEP_PKCS11_MODULE'),
        token: needed(settings, 'WARDKEEP_PKCS11_TOKEN'),
        key: needed(settings, 'WARDKEEP_PKCS11_KEY'),
        pin: needed(settings, 'WARDKEEP_PKCS11_PIN_FROM'),
      };
    case 'azure-key-vault':
      return { kind, key: needed(settings, 'WARDKEEP_KMS_KEY') };
    case 'vault-transit':
      return {
        kind,
        key: needed(settings, 'WARDKEEP_KMS_KEY'),
        address: needed(settings, 'WARDKEEP_VAULT_ADDRESS'),
        token: needed(settings, 'WARDKEEP_VAULT_TOKEN_FROM'),
      };
    default:
      return {
        kind,
        key: needed(settings, 'WARDKEEP_KMS_KEY'),
        endpoint: settings.WARDKEEP_KMS_ENDPOINT,
      };
  }
}

function refuseUnread(settings: ParsedSettings, kind: KeyProviderName): void {
  // Object.entries forgets that its keys are those of the table.
  const entries = Object.entries(READ_BY) as [Given, readonly KeyProviderName[]][];
  const unread = entries
    .filter(([name, kinds]) => settings[name] !== undefined && !kinds.includes(kind))
    .map(([name]) => name);
  if (unread.length === 0) return;
  throw new ConfigError(
    `${unread.join(', ')}: set, but WARDKEEP_KEY_PROVIDER=${kind} does not read it. Choose the provider that does, ` +
      'or take the setting away. See docs/settings.md.',
  );
}

function needed<Name extends Given>(
  settings: ParsedSettings,
  name: Name,
): NonNullable<ParsedSettings[Name]> {
  const value = settings[name];
  if (value !== undefined && value !== null) return value;
  throw new ConfigError(
    `${name}: WARDKEEP_KEY_PROVIDER=${settings.WARDKEEP_KEY_PROVIDER} needs it. See docs/settings.md.`,
  );
}
