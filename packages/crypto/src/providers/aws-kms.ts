import type * as kms from '@aws-sdk/client-kms';
import type {
  DecryptCommandInput,
  EncryptCommandInput,
  KMSClient,
  KMSClientConfig,
} from '@aws-sdk/client-kms';
import { CryptoError } from '../errors.ts';
import type { RootProvider } from '../root-provider.ts';
import { loadPeer } from './load-peer.ts';
import { bindingLabel, type Binding } from './root-wrap.ts';
import { createServiceCaller, type CallTiming } from './service-call.ts';
import { ServiceFailure, type Verdict } from './service-failure.ts';
import { serviceProvider, type KeyService } from './service-provider.ts';

export type AwsKmsOptions = {
  /** A symmetric key: its ARN (best: it names region and account), `alias/NAME`, or its id. */
  readonly key: string;
  /** Only needed where `key` is not an ARN and the SDK's own configuration names none. */
  readonly region?: string | undefined;
  /** URL of a VPC endpoint or of a FIPS endpoint. */
  readonly endpoint?: string | undefined;
  /** By default what the SDK finds: environment, shared files, container or instance role. */
  readonly credentials?: KMSClientConfig['credentials'] | undefined;
  readonly timing?: Partial<CallTiming> | undefined;
};

/**
 * A root key in AWS KMS. Nothing is called before the first wrap.
 *
 * @throws {@link CryptoError} `unsupported` without the package @aws-sdk/client-kms, `bad_input` for a
 * key that KMS cannot have.
 */
export async function openAwsKmsProvider(options: AwsKmsOptions): Promise<RootProvider> {
  if (!keyPattern.test(options.key)) {
    throw new CryptoError('bad_input', 'The KMS key must be an ARN, alias/NAME or a key id.');
  }
  const sdk = await loadPeer('@aws-sdk/client-kms', () => import('@aws-sdk/client-kms'));
  const client = new sdk.KMSClient(configOf(options));
  const caller = createServiceCaller({ service: 'AWS KMS', judge, timing: options.timing });
  const service = keyService(options.key, client, {
    encrypt: (input) => new sdk.EncryptCommand(input),
    decrypt: (input) => new sdk.DecryptCommand(input),
  });
  return serviceProvider({ name: 'aws-kms', reference: options.key, service, caller });
}

const keyPattern = /^(arn:[\w-]+:kms:[\w-]+:\d{12}:)?((key\/)?[\w-]{1,256}|alias\/[\w/-]{1,250})$/;

function configOf({ key, region, endpoint, credentials }: AwsKmsOptions): KMSClientConfig {
  const ofArn = /^arn:[\w-]+:kms:([\w-]+):/.exec(key)?.[1];
  const chosen = region ?? ofArn;
  return {
    // Tried again by the caller alone, so that there is one limit in time.
    maxAttempts: 1,
    ...(chosen && { region: chosen }),
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
  };
}

type Commands = {
  readonly encrypt: (input: EncryptCommandInput) => InstanceType<Sdk['EncryptCommand']>;
  readonly decrypt: (input: DecryptCommandInput) => InstanceType<Sdk['DecryptCommand']>;
};
type Sdk = typeof kms;

function keyService(key: string, client: KMSClient, commands: Commands): KeyService {
  return {
    seal: async (secret, binding, abortSignal) => {
      const input = { KeyId: key, Plaintext: secret, EncryptionContext: contextOf(binding) };
      const answer = await client.send(commands.encrypt(input), { abortSignal });
      return bytesOf(answer.CiphertextBlob);
    },
    open: async (ciphertext, binding, abortSignal) => {
      // With KeyId, so that a ciphertext of another key that this role may use is refused.
      const input = {
        KeyId: key,
        CiphertextBlob: ciphertext,
        EncryptionContext: contextOf(binding),
      };
      const answer = await client.send(commands.decrypt(input), { abortSignal });
      return bytesOf(answer.Plaintext);
    },
    close: () => client.destroy(),
  };
}

/** Shown in CloudTrail, and usable as a condition in a key policy: the identity holds no name. */
function contextOf({ identity, wrappedHash }: Binding): Record<string, string> {
  const { purpose, owner, name } = identity;
  const all = { format: bindingLabel, purpose, owner, name, wrapped: wrappedHash };
  const filled = Object.entries(all).filter(([, value]) => value !== '');
  return Object.fromEntries(filled.map(([field, value]) => [`wardkeep:${field}`, value]));
}

function bytesOf(field: Uint8Array | undefined): Uint8Array {
  if (!field) throw new ServiceFailure('transient', 'an answer without its bytes');
  return field;
}

/** Names of exceptions: AWS KMS API Reference, Encrypt and Decrypt; Common Errors. */
function judge(error: unknown): Verdict {
  const name = error instanceof Error ? error.name : '';
  if (notAuthenticNames.has(name)) return 'not_authentic';
  if (throttledNames.has(name) || statusOf(error) === 429) return 'throttled';
  if (transientNames.has(name)) return 'transient';
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500 ? 'denied' : 'transient';
}

const notAuthenticNames = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);
const throttledNames = new Set([
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
  'LimitExceededException',
  'TooManyRequestsException',
]);
// Answers with status 400 that say nothing about permission.
const transientNames = new Set([
  'DependencyTimeoutException',
  'KeyUnavailableException',
  'KMSInternalException',
  'RequestExpired',
]);

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const status: unknown = Reflect.get(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}
