import { existsSync, readFileSync } from 'node:fs';
import {
  CryptoError,
  SecretKey,
  asWrappedKey,
  openKeyFile,
  sealKeyFile,
  unwrapKey,
  wrapKey,
  type RootProvider,
} from '@wardkeep/crypto';
import { writeDurably } from './write-durably.ts';
import { VaultError } from './vault-error.ts';

export function keyFileExists(file: string): boolean {
  return existsSync(file);
}

/** Makes a new root key and seals it under the passphrase. Never overwrites one. */
export function createKeyFile(file: string, passphrase: string): void {
  writeDurably(
    file,
    `${JSON.stringify(sealKeyFile(passphrase, SecretKey.generate()), null, 2)}\n`,
    { exclusive: true },
  );
}

/**
 * The default provider: a root key in a file, sealed by a passphrase (Argon2id). Its reference is the root key's id.
 * @throws {@link VaultError} `wrong_passphrase`, or `key_store_damaged` when the file is not a key file.
 */
export function openKeyFileProvider(file: string, passphrase: string): RootProvider {
  const root = openRoot(file, passphrase);
  return {
    name: 'key-file',
    reference: root.id,
    wrap: async (key, identity) => wrapKey(root, key, identity),
    unwrap: async (wrapped, identity) => unwrapKey(root, asWrappedKey(wrapped), identity),
    close: async () => {
      root.destroy();
    },
  };
}

function openRoot(file: string, passphrase: string): SecretKey {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return openKeyFile(passphrase, content);
  } catch (cause) {
    if (
      cause instanceof CryptoError &&
      (cause.code === 'not_authentic' || cause.code === 'bad_input')
    ) {
      throw new VaultError('wrong_passphrase', 'The passphrase does not open the root key.', {
        cause,
      });
    }
    throw new VaultError('key_store_damaged', `${file} is not a readable key file.`, { cause });
  }
}
