import { SecretKey, type RootProvider } from '@wardkeep/crypto';
import { wrapByProvider } from './epoch-wraps.ts';

/**
 * Wraps and opens a key that nothing uses, and changes nothing.
 * @throws {@link VaultError} `keys_unavailable`; `key_store_damaged` when it does not open what it wrapped.
 */
export async function probeProvider(provider: RootProvider): Promise<void> {
  const key = SecretKey.generate();
  try {
    await wrapByProvider(provider, key);
  } finally {
    key.destroy();
  }
}
