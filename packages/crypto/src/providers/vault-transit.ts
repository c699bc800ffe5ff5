import { CryptoError } from '../errors.ts';
import type { RootProvider } from '../root-provider.ts';
import type { Binding } from './root-wrap.ts';
import { createServiceCaller, type CallTiming } from './service-call.ts';
import { ServiceFailure } from './service-failure.ts';
import { serviceProvider, type KeyService } from './service-provider.ts';
import {
  vaultClient,
  type VaultAnswer,
  type VaultClient,
  type VaultSignIn,
} from './vault-client.ts';

export type VaultTransitOptions = {
  /** URL of the server, e.g. `https://vault.example:8200`. */
  readonly address: string;
  /** Name of an AEAD key, `NAME` in the engine mounted at `transit`, or `MOUNT/NAME`. */
  readonly key: string;
  readonly signIn: VaultSignIn;
  readonly namespace?: string | undefined;
  readonly timing?: Partial<CallTiming> | undefined;
};

/**
 * A root key in the Transit engine of HashiCorp Vault or OpenBao. Nothing is called before the first
 * wrap.
 *
 * @throws {@link CryptoError} `bad_input` for a malformed address or key name.
 */
export function openVaultTransitProvider(options: VaultTransitOptions): RootProvider {
  const path = options.key.split('/');
  const [key = '', mount] = [path.pop(), path.join('/') || 'transit'];
  const address = URL.parse(options.address);
  if (![...path, key].every((part) => segment.test(part))) {
    throw new CryptoError('bad_input', 'The Transit key must be NAME or MOUNT/NAME.');
  }
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new CryptoError(
      'bad_input',
      'The Vault address must be a URL that begins with https://.',
    );
  }
  const namespace = options.namespace?.replace(/\/+$/, '');
  if (namespace?.split('/').some((part) => !segment.test(part))) {
    throw new CryptoError('bad_input', 'The Vault namespace must be NAME or NAME/NAME.');
  }
  const { signIn, timing } = options;
  const service = 'Vault Transit';
  // Errors of fetch and of JSON: no connection, or an answer that is not Vault’s.
  const caller = createServiceCaller({ service, judge: () => 'transient', timing });
  const client = vaultClient({ address: address.origin + address.pathname, signIn, namespace });
  return serviceProvider({
    name: 'vault-transit',
    reference: `${address.origin}/${namespace ? `${namespace}/` : ''}${mount}/${key}`,
    service: keyService(client, mount, key),
    caller,
  });
}

// No dots first: a path with `..` would leave the engine.
const segment = /^[\w-][\w.-]*$/;

function keyService(client: VaultClient, mount: string, key: string): KeyService {
  return {
    seal: async (secret, binding, signal) => {
      const body = { plaintext: base64(secret), ...boundTo(binding) };
      const answer = await client.post(`${mount}/encrypt/${key}`, body, signal);
      return Buffer.from(textField(answer, 'ciphertext'), 'utf8');
    },
    open: async (ciphertext, binding, signal) => {
      const body = { ciphertext: Buffer.from(ciphertext).toString('utf8'), ...boundTo(binding) };
      const answer = await client.post(`${mount}/decrypt/${key}`, body, signal);
      if (isRefusedCiphertext(answer)) throw new ServiceFailure('not_authentic', 'refused');
      return Buffer.from(textField(answer, 'plaintext'), 'base64');
    },
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/**
 * Associated data for every key; and as the context, which a key with derivation demands and any
 * other ignores.
 */
function boundTo({ aad }: Binding): { associated_data: string; context: string } {
  return { associated_data: base64(aad), context: base64(aad) };
}

/** Transit answers 400 to all that it can't decrypt; a missing key, too, and says so. */
function isRefusedCiphertext({ status, errors }: VaultAnswer): boolean {
  const aboutKey = /key not found|disallowed by policy|not supported|non-AEAD/i;
  return status === 400 && !errors.some((error) => aboutKey.test(error));
}

function textField({ status, data }: VaultAnswer, field: string): string {
  if (status !== 200) throw new ServiceFailure('denied', `HTTP ${status}`);
  const value = data[field];
  if (typeof value === 'string') return value;
  throw new ServiceFailure('transient', 'an answer without its bytes');
}
