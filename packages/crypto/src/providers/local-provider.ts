import { CryptoError } from '../errors.ts';
import type { RootProvider } from '../root-provider.ts';
import type { SecretKey } from '../secret-key.ts';
import { asWrappedKey, unwrapKey, wrapKey } from '../wrapped-key.ts';

export type LocalProviderOptions = {
  readonly name: Extract<RootProvider['name'], 'key-file' | 'environment'>;
  readonly reference: string;
  /** Taken over: destroyed by `close`. */
  readonly root: SecretKey;
};

/** A root in this process's memory: its wraps are plain wrapped keys (docs/formats/wrapped-key.md). */
export function localProvider({ name, reference, root }: LocalProviderOptions): RootProvider {
  let isClosed = false;
  const checkOpen = () => {
    if (isClosed) throw new CryptoError('provider_unavailable', 'The root key was closed.');
  };
  return {
    name,
    reference,
    // Asynchronous, so that a refusal is a rejection here as it is at a service.
    wrap: async (key, identity) => {
      checkOpen();
      return await Promise.resolve(wrapKey(root, key, identity));
    },
    unwrap: async (wrapped, identity) => {
      checkOpen();
      return await Promise.resolve(unwrapKey(root, asWrappedKey(wrapped), identity));
    },
    close: async () => {
      isClosed = true;
      root.destroy();
      await Promise.resolve();
    },
  };
}
