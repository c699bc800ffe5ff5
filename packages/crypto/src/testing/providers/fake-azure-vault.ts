import type { TokenCredential } from '@azure/identity';
import type { CryptographyClientOptions } from '@azure/keyvault-keys';
import { FakeRsaKey } from './fake-rsa-key.ts';
import { startFaultServer, type Answer, type FaultServer, type Received } from './fault-server.ts';

export const vaultUrl = 'https://wardkeep-test.vault.azure.net';

export type FakeAzureVault = FaultServer & {
  /** A new version of the key, from now on its newest. */
  addVersion(name: string, keyOps?: readonly string[]): FakeRsaKey;
  readonly credential: TokenCredential;
  /** Takes what the SDK sends, which insists on https and on the vault's own name, to this server. */
  readonly clientOptions: CryptographyClientOptions;
};

type Keys = Map<string, FakeRsaKey[]>;

const token = 'token-of-the-vault';
const allOps = ['sign', 'wrapKey', 'unwrapKey'];

/** Speaks Azure Key Vault's REST protocol: get, sign and unwrapkey with RSA keys. */
export async function startFakeAzureVault(): Promise<FakeAzureVault> {
  const keys: Keys = new Map();
  const server = await startFaultServer({
    handle: (request) => handle(keys, request),
    throttledAnswer: failure(429, 'Throttled'),
    failingAnswer: failure(503, 'ServiceUnavailable'),
  });
  return {
    ...server,
    addVersion: (name, keyOps = allOps) => {
      const key = new FakeRsaKey(keyOps);
      keys.set(name, [...(keys.get(name) ?? []), key]);
      return key;
    },
    credential: {
      getToken: async (scopes) => {
        // What the challenge asked for, and nothing else.
        if (String(scopes) !== 'https://vault.azure.net/.default') return null;
        return await Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
      },
    },
    clientOptions: {
      additionalPolicies: [{ policy: redirectTo(server.url), position: 'perRetry' }],
    },
  };
}

type Policy = NonNullable<CryptographyClientOptions['additionalPolicies']>[number]['policy'];

function redirectTo(url: string): Policy {
  return {
    name: 'redirectToFake',
    sendRequest: async (request, next) => {
      const { url: meant } = request;
      request.url = meant.replace(vaultUrl, url);
      request.allowInsecureConnection = true;
      try {
        return await next(request);
      } finally {
        request.url = meant;
      }
    },
  };
}

function handle(keys: Keys, { method, path, headers, body }: Received): Answer {
  if (headers['authorization'] !== `Bearer ${token}`) return challenge;
  const pattern = /^\/keys\/([\w-]+)\/(\w*)(?:\/(sign|unwrapkey))?\?api-version=/;
  const [, name = '', version, action] = pattern.exec(decodeURIComponent(path)) ?? [];
  const versions = keys.get(name) ?? [];
  const key = version ? versions.find((each) => each.version === version) : versions.at(-1);
  if (!key) return failure(404, 'KeyNotFound');
  if (!key.isEnabled) return failure(403, 'Forbidden');
  const kid = `${vaultUrl}/keys/${name}/${key.version}`;
  if (method === 'GET' && !action) return described(key, kid);
  const { alg, value } = JSON.parse(body) as Record<string, string>;
  const bytes = Buffer.from(value ?? '', 'base64url');
  const result = act(key, `${action} ${alg}`, bytes);
  if (!result) return failure(400, 'BadParameter');
  return { status: 200, body: { kid, value: result.toString('base64url') } };
}

function act(key: FakeRsaKey, action: string, bytes: Buffer): Buffer | undefined {
  if (action === 'sign PS256' && bytes.length === 32) return key.signDigest(bytes);
  return action === 'unwrapkey RSA-OAEP-256' ? key.unwrap(bytes) : undefined;
}

function described({ publicKey, keyOps }: FakeRsaKey, kid: string): Answer {
  const { n, e } = publicKey.export({ format: 'jwk' });
  const key = { kid, kty: 'RSA', key_ops: keyOps, n, e };
  return { status: 200, body: { key, attributes: { enabled: true, created: 1, updated: 1 } } };
}

const challenge: Answer = {
  status: 401,
  headers: {
    'www-authenticate':
      'Bearer authorization="https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555", resource="https://vault.azure.net"',
  },
  body: { error: { code: 'Unauthorized', message: 'AKV10000: no bearer token' } },
};

function failure(status: number, code: string): Answer {
  const message = `${code}: MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTEx`;
  return { status, body: { error: { code, message } } };
}
