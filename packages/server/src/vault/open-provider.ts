import path from 'node:path';
import { CryptoError, type RootProvider } from '@wardkeep/crypto';
import { createKeyFile, keyFileExists, openKeyFileProvider } from './key-file-provider.ts';

/** A provider and what it needs, with its secrets: lives for the moment of opening only. */
export type ProviderChoice =
  | {
      readonly kind: 'key-file';
      readonly file: string;
      readonly passphrase: string;
      /** Makes a root key where there is no file: at a first start, and as the target of a migration. */
      readonly mayCreate: boolean;
    }
  | { readonly kind: 'environment'; readonly rootKey: string }
  | {
      readonly kind: 'pkcs11';
      readonly module: string;
      readonly token: string;
      readonly key: string;
      readonly pin: string;
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
      /** Asked for at each call: an agent replaces tokens that run out. */
      readonly token: () => Promise<string>;
    };

/**
 * - `unusable`: a setting of the provider is not what it takes, a root key that is not random among them.
 * - `not_installed`: the optional package of the provider is not there.
 * - `denied`, `unavailable`: the provider said no, or did not answer.
 */
export type ProviderOpenErrorCode = 'unusable' | 'not_installed' | 'denied' | 'unavailable';

/** The message says what to do and holds no secret. */
export class ProviderOpenError extends Error {
  override readonly name = 'ProviderOpenError';
  readonly code: ProviderOpenErrorCode;
  constructor(code: ProviderOpenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const CODES: Readonly<Record<string, ProviderOpenErrorCode>> = {
  unsupported: 'not_installed',
  provider_denied: 'denied',
  provider_unavailable: 'unavailable',
};

/**
 * Loads the one provider that was chosen, and the SDK that it needs. Most call nothing before the first wrap.
 * @throws ProviderOpenError; VaultError `wrong_passphrase`, `key_store_damaged` of a key file.
 */
export async function openProvider(choice: ProviderChoice): Promise<RootProvider> {
  try {
    return await open(choice);
  } catch (cause) {
    if (!(cause instanceof CryptoError)) throw cause;
    throw new ProviderOpenError(CODES[cause.code] ?? 'unusable', cause.message, { cause });
  }
}

async function open(choice: ProviderChoice): Promise<RootProvider> {
  switch (choice.kind) {
    case 'key-file':
      if (choice.mayCreate && !keyFileExists(choice.file))
        createKeyFile(choice.file, choice.passphrase);
      return openKeyFileProvider(choice.file, choice.passphrase);
    case 'environment': {
      const provider = await import('@wardkeep/crypto/providers/environment');
      return provider.openEnvironmentProvider({ rootKey: choice.rootKey });
    }
    case 'pkcs11': {
      const { module, token, key, pin } = choice;
      const provider = await import('@wardkeep/crypto/providers/pkcs11');
      return provider.openPkcs11Provider({ module: path.resolve(module), token, key, pin });
    }
    case 'aws-kms': {
      const provider = await import('@wardkeep/crypto/providers/aws-kms');
      return provider.openAwsKmsProvider({ key: choice.key, endpoint: choice.endpoint });
    }
    case 'gcp-kms': {
      const provider = await import('@wardkeep/crypto/providers/gcp-kms');
      return provider.openGcpKmsProvider({ key: choice.key, endpoint: choice.endpoint });
    }
    case 'azure-key-vault': {
      const provider = await import('@wardkeep/crypto/providers/azure-key-vault');
      return provider.openAzureKeyVaultProvider({ key: choice.key });
    }
    case 'vault-transit': {
      const { key, address, token } = choice;
      const provider = await import('@wardkeep/crypto/providers/vault-transit');
      return provider.openVaultTransitProvider({ key, address, signIn: { token } });
    }
  }
}
