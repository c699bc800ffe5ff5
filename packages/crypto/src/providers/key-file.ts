import type { RootProvider } from '../root-provider.ts';
import type { SecretKey } from '../secret-key.ts';
import { localProvider } from './local-provider.ts';

export type KeyFileProviderOptions = {
  /** From `openKeyFile`. Taken over: destroyed by `close`. */
  readonly root: SecretKey;
};

/** A root key from a file that a passphrase seals (docs/formats/key-file.md). Its reference is its id. */
export function openKeyFileProvider({ root }: KeyFileProviderOptions): RootProvider {
  return localProvider({ name: 'key-file', reference: root.id, root });
}
