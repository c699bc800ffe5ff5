import { createSecretKey } from 'node:crypto';
import { hkdfExpand } from '../hkdf.ts';
import { netstrings } from '../netstrings.ts';
import type { RootProvider } from '../root-provider.ts';
import { keyIdBytes, keyIdFrom, SecretKey } from '../secret-key.ts';
import { localProvider } from './local-provider.ts';
import { readRootKeyText } from './root-key-text.ts';

export type EnvironmentProviderOptions = {
  /** 32 random bytes as 64 hexadecimal digits, base64url or base64. */
  readonly rootKey: string;
};

/**
 * A root key given as text. Its reference is an id computed from the key, so that another key is
 * noticed before it fails to open anything.
 *
 * @throws {@link CryptoError} `bad_input` for a key that is short, malformed or plainly not random.
 */
export function openEnvironmentProvider({ rootKey }: EnvironmentProviderOptions): RootProvider {
  const bytes = readRootKeyText(rootKey);
  const info = netstrings('wardkeep environment root id v1');
  const id = keyIdFrom(hkdfExpand('sha256', createSecretKey(bytes), info, keyIdBytes));
  const root = SecretKey.fromBytes(id, bytes);
  return localProvider({ name: 'environment', reference: root.id, root });
}
