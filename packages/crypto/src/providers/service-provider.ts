import { CryptoError, notAuthentic } from '../errors.ts';
import type { RootProvider } from '../root-provider.ts';
import { keyBytes, keyObjectOf, SecretKey } from '../secret-key.ts';
import { unwrapKey, wrapKey, wrappedKeyIds } from '../wrapped-key.ts';
import {
  bindingOf,
  readRootWrap,
  writeRootWrap,
  type Binding,
  type ServiceName,
} from './root-wrap.ts';
import type { ServiceCaller } from './service-call.ts';

/** What a service or device does for its provider. Each call may be made again after a failure. */
export interface KeyService {
  /** @param secret - 32 bytes, zeroed by the caller. */
  readonly seal: (secret: Uint8Array, binding: Binding, signal: AbortSignal) => Promise<Uint8Array>;
  /** The secret; must refuse a ciphertext of another key or binding. Its bytes are taken over. */
  readonly open: (
    ciphertext: Uint8Array,
    binding: Binding,
    signal: AbortSignal,
  ) => Promise<Uint8Array>;
  readonly close?: () => void | Promise<void>;
}

export type ServiceProviderOptions = {
  readonly name: ServiceName;
  readonly reference: string;
  readonly service: KeyService;
  readonly caller: ServiceCaller;
};

/** A provider whose root stays in a service: it wraps one random key for each key that it is given. */
export function serviceProvider(options: ServiceProviderOptions): RootProvider {
  const { name, reference, service, caller } = options;
  return {
    name,
    reference,
    wrap: async (key, identity) => {
      const wrapping = SecretKey.generate();
      const secret = keyObjectOf(wrapping).export();
      try {
        const wrapped = wrapKey(wrapping, key, identity);
        const binding = bindingOf(name, identity, wrapped);
        const ciphertext = await caller.call((signal) => service.seal(secret, binding, signal));
        return writeRootWrap({ provider: name, ciphertext, wrapped });
      } catch (error) {
        throw asRefusal(error);
      } finally {
        secret.fill(0);
        wrapping.destroy();
      }
    },
    unwrap: async (bytes, identity) => {
      const { provider, ciphertext, wrapped } = readRootWrap(bytes);
      if (provider !== name) throw notAuthentic();
      const binding = bindingOf(name, identity, wrapped);
      const secret = await caller.call((signal) => service.open(ciphertext, binding, signal));
      if (secret.length !== keyBytes) throw notAuthentic();
      const wrapping = SecretKey.fromBytes(wrappedKeyIds(wrapped).wrappingKeyId, secret);
      try {
        return unwrapKey(wrapping, wrapped, identity);
      } finally {
        wrapping.destroy();
      }
    },
    close: async () => {
      caller.close();
      await service.close?.();
    },
  };
}

/** Services have one answer for bad input, be it a ciphertext or not: here there is none to doubt. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof CryptoError) || error.code !== 'not_authentic') return error;
  return new CryptoError('provider_denied', 'The service refused what it was asked to wrap.');
}
