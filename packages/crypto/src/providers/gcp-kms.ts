import type { KeyManagementServiceClient } from '@google-cloud/kms';
import { CryptoError } from '../errors.ts';
import type { RootProvider } from '../root-provider.ts';
import { crc32c } from './crc32c.ts';
import { loadPeer } from './load-peer.ts';
import { createServiceCaller, type CallTiming } from './service-call.ts';
import { ServiceFailure, type Verdict } from './service-failure.ts';
import { serviceProvider, type KeyService } from './service-provider.ts';

export type GcpKmsOptions = {
  /** `projects/P/locations/L/keyRings/R/cryptoKeys/K`, of purpose ENCRYPT_DECRYPT. */
  readonly key: string;
  /** URL of a private or regional endpoint; by default https://cloudkms.googleapis.com. */
  readonly endpoint?: string | undefined;
  /** Of a service account; by default Application Default Credentials. */
  readonly credentials?:
    { readonly client_email: string; readonly private_key: string } | undefined;
  readonly timing?: Partial<CallTiming> | undefined;
};

/**
 * A root key in Google Cloud KMS. Nothing is called before the first wrap.
 *
 * @throws {@link CryptoError} `unsupported` without the package @google-cloud/kms, `bad_input` for a
 * malformed key name or endpoint.
 */
export async function openGcpKmsProvider(options: GcpKmsOptions): Promise<RootProvider> {
  if (
    !/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.test(options.key)
  ) {
    const shape = 'projects/P/locations/L/keyRings/R/cryptoKeys/K';
    throw new CryptoError('bad_input', `The KMS key must be named ${shape}, without a version.`);
  }
  const place = endpointOf(options.endpoint);
  const { KeyManagementServiceClient } = await loadPeer(
    '@google-cloud/kms',
    () => import('@google-cloud/kms'),
  );
  const client = new KeyManagementServiceClient({
    ...place,
    // HTTP/1.1: a gRPC channel that lost its service answers nothing for minutes after it is back.
    fallback: true,
    clientOptions: { transporterOptions: { timeout: options.timing?.callMs ?? 5000 } },
    ...(options.credentials && { credentials: options.credentials }),
  });
  const caller = createServiceCaller({
    service: 'Google Cloud KMS',
    judge,
    timing: options.timing,
  });
  const service = keyService(options.key, client);
  return serviceProvider({ name: 'gcp-kms', reference: options.key, service, caller });
}

function endpointOf(endpoint: string | undefined): Record<string, string | number> {
  if (endpoint === undefined) return {};
  const url = URL.parse(endpoint);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new CryptoError('bad_input', 'The KMS endpoint must be a URL that begins with https://.');
  }
  const isPlain = url.protocol === 'http:';
  const port = Number(url.port) || (isPlain ? 80 : 443);
  return { apiEndpoint: url.hostname, port, ...(isPlain && { protocol: 'http' }) };
}

function keyService(name: string, client: KeyManagementServiceClient): KeyService {
  // Tried again by the caller alone, so that there is one limit in time.
  const once = { retry: null };
  return {
    seal: async (plaintext, { aad }) => {
      const request = {
        name,
        plaintext,
        plaintextCrc32c: { value: crc32c(plaintext) },
        ...aadOf(aad),
      };
      const [answer] = await client.encrypt(request, once);
      const ciphertext = checked(answer.ciphertext, answer.ciphertextCrc32c);
      if (!answer.verifiedPlaintextCrc32c || !answer.verifiedAdditionalAuthenticatedDataCrc32c) {
        throw changedInTransit();
      }
      return ciphertext;
    },
    open: async (ciphertext, { aad }) => {
      const crc = { ciphertextCrc32c: { value: crc32c(ciphertext) } };
      const [answer] = await client.decrypt({ name, ciphertext, ...crc, ...aadOf(aad) }, once);
      return checked(answer.plaintext, answer.plaintextCrc32c);
    },
    close: () => client.close(),
  };
}

function aadOf(aad: Buffer) {
  return {
    additionalAuthenticatedData: aad,
    additionalAuthenticatedDataCrc32c: { value: crc32c(aad) },
  };
}

type Int64Value = { value?: unknown } | null | undefined;

function checked(field: Uint8Array | string | null | undefined, crc: Int64Value): Uint8Array {
  const bytes = typeof field === 'string' ? Buffer.from(field, 'base64') : field;
  if (!bytes || String(crc?.value) !== String(crc32c(bytes))) throw changedInTransit();
  return bytes;
}

function changedInTransit(): ServiceFailure {
  return new ServiceFailure('transient', 'bytes changed on the way');
}

/**
 * By the names of google.rpc.Code, which stand in the body of an error: of its HTTP status, 400 is
 * both a false ciphertext and a disabled key. The SDK gives the body as the error's message.
 */
function judge(error: unknown): Verdict {
  if (!(error instanceof Error)) return 'transient';
  const status: unknown = Reflect.get(error, 'status') ?? Reflect.get(error, 'code');
  const name = statusNameIn(error.message);
  if (name === 'INVALID_ARGUMENT') return 'not_authentic';
  if (name === 'RESOURCE_EXHAUSTED' || status === 429) return 'throttled';
  return typeof status === 'number' && status >= 400 && status < 500 ? 'denied' : 'transient';
}

function statusNameIn(body: string): unknown {
  const [, name] = /"status":\s*"([A-Z_]+)"/.exec(body) ?? [];
  return name;
}
