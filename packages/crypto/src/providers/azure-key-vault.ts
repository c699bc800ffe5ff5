import type { TokenCredential } from '@azure/identity';
import type { CryptographyClientOptions } from '@azure/keyvault-keys';
import { CryptoError } from '../errors.ts';
import type { RootProvider } from '../root-provider.ts';
import { azureKeyService } from './azure-key-service.ts';
import { loadPeer } from './load-peer.ts';
import { createServiceCaller, type CallTiming } from './service-call.ts';
import type { Verdict } from './service-failure.ts';
import { serviceProvider } from './service-provider.ts';

export type AzureKeyVaultOptions = {
  /** `https://VAULT.vault.azure.net/keys/NAME`, an RSA key of at least 2048 bits, without a version. */
  readonly key: string;
  /** A key of the same vault that signs, where one key is not to do both. By default `key`. */
  readonly signingKey?: string | undefined;
  /** By default what DefaultAzureCredential of @azure/identity finds. */
  readonly credential?: TokenCredential | undefined;
  /** For a proxy or a policy of one's own. */
  readonly clientOptions?: CryptographyClientOptions | undefined;
  readonly timing?: Partial<CallTiming> | undefined;
};

/**
 * A root key in Azure Key Vault. Nothing is called before the first wrap.
 *
 * A vault has no authenticated wrap: whoever has the public key can make one. So each wrap carries a
 * signature that only the vault can make (docs/formats/root-wrap.md), and none is opened without it.
 *
 * @throws {@link CryptoError} `unsupported` without the packages @azure/keyvault-keys and, where no
 * credential is given, @azure/identity; `bad_input` for another URL.
 */
export async function openAzureKeyVaultProvider(
  options: AzureKeyVaultOptions,
): Promise<RootProvider> {
  const { vaultUrl, name } = keyOf(options.key);
  const signing = keyOf(options.signingKey ?? options.key);
  if (signing.vaultUrl !== vaultUrl) {
    throw new CryptoError('bad_input', 'Both keys must be in the same vault.');
  }
  const sdk = await loadPeer('@azure/keyvault-keys', () => import('@azure/keyvault-keys'));
  const credential = options.credential ?? (await defaultCredential());
  const service = azureKeyService({
    sdk,
    vaultUrl,
    names: { wrapping: name, signing: signing.name },
    credential,
    // Tried again by the caller alone, so that there is one limit in time.
    clientOptions: { ...options.clientOptions, retryOptions: { maxRetries: 0 } },
  });
  const caller = createServiceCaller({ service: 'Azure Key Vault', judge, timing: options.timing });
  return serviceProvider({ name: 'azure-key-vault', reference: options.key, service, caller });
}

function keyOf(text: string): { vaultUrl: string; name: string } {
  const [, vaultUrl, name] =
    /^(https:\/\/[\w.-]+(?::\d+)?)\/keys\/([0-9A-Za-z-]{1,127})$/.exec(text) ?? [];
  if (vaultUrl && name) return { vaultUrl, name };
  const shape = 'https://VAULT.vault.azure.net/keys/NAME';
  throw new CryptoError('bad_input', `The key must be given as ${shape}, without a version.`);
}

async function defaultCredential(): Promise<TokenCredential> {
  const identity = await loadPeer('@azure/identity', () => import('@azure/identity'));
  return new identity.DefaultAzureCredential();
}

function judge(error: unknown): Verdict {
  if (!(error instanceof Error)) return 'transient';
  // No source of tokens answered, which an outage of the instance's metadata service looks like, too.
  if (/^(CredentialUnavailable|AggregateAuthentication)Error$/.test(error.name)) return 'transient';
  const status: unknown = Reflect.get(error, 'statusCode');
  if (status === 429) return 'throttled';
  if (typeof status !== 'number') return isRefusedByClient(error) ? 'denied' : 'transient';
  if (status >= 500 || status < 400) return 'transient';
  const isVaultsOwn = error.name === 'RestError';
  return status === 400 && isVaultsOwn ? 'not_authentic' : 'denied';
}

/** The SDK itself refuses keys that are expired or not for this operation, by messages alone. */
function isRefusedByClient({ message }: Error): boolean {
  return /^(Operation \w+ is not supported on key|Key .* (expired at|can't be used before)) /.test(
    `${message} `,
  );
}
