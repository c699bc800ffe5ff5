import { generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import { crc32c } from '../../providers/crc32c.ts';
import { FakeKey } from './fake-key.ts';
import { startFaultServer, type Answer, type FaultServer, type Received } from './fault-server.ts';

export type GcpCredentials = { readonly client_email: string; readonly private_key: string };

export type FakeGcpKms = FaultServer & {
  key(name: string): FakeKey;
  readonly credentials: GcpCredentials;
  /** Writes a false checksum, or says that it saw one. */
  breakChecksums(how: 'answer' | 'request' | 'not'): void;
};

/** Speaks Google Cloud KMS's REST protocol, and verifies the service account's self-signed tokens. */
export async function startFakeGcpKms(): Promise<FakeGcpKms> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const state: State = { keys: new Map(), publicKey, broken: 'not' };
  const server = await startFaultServer({
    handle: (request) => handle(state, request),
    throttledAnswer: failure(429, 'RESOURCE_EXHAUSTED'),
    failingAnswer: failure(503, 'UNAVAILABLE'),
  });
  return {
    ...server,
    credentials: {
      client_email: 'wardkeep@project.iam.gserviceaccount.com',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
    key: (name) => {
      const found = state.keys.get(name) ?? new FakeKey();
      state.keys.set(name, found);
      return found;
    },
    breakChecksums: (how) => {
      state.broken = how;
    },
  };
}

type State = {
  readonly keys: Map<string, FakeKey>;
  readonly publicKey: KeyObject;
  broken: 'answer' | 'request' | 'not';
};

function handle(state: State, { path, headers, body }: Received): Answer {
  if (!isSigned(state.publicKey, headers['authorization'] ?? ''))
    return failure(401, 'UNAUTHENTICATED');
  const [, name, action] = /^\/v1\/(projects\/[^:?]+):(encrypt|decrypt)(?:\?|$)/.exec(path) ?? [];
  const key = state.keys.get(name ?? '');
  if (!key) return failure(404, 'NOT_FOUND');
  if (!key.isEnabled) return failure(400, 'FAILED_PRECONDITION');
  const input = JSON.parse(body) as Record<string, string>;
  const bytes = (field: string) => Buffer.from(input[field] ?? '', 'base64');
  const aad = bytes('additionalAuthenticatedData');
  const areIntact = ['plaintext', 'ciphertext', 'additionalAuthenticatedData']
    .filter((field) => field in input)
    .every((field) => String(input[`${field}Crc32c`]) === String(crc32c(bytes(field))));
  if (!areIntact || input['additionalAuthenticatedDataCrc32c'] === undefined) {
    return failure(400, 'INVALID_ARGUMENT');
  }
  const isVerified = state.broken !== 'request';
  const crc = (out: Buffer) => String(crc32c(out) + (state.broken === 'answer' ? 1 : 0));
  if (action === 'encrypt') {
    const ciphertext = key.encrypt(bytes('plaintext'), aad);
    const answer = { ciphertext: ciphertext.toString('base64'), ciphertextCrc32c: crc(ciphertext) };
    const verified = {
      verifiedPlaintextCrc32c: isVerified,
      verifiedAdditionalAuthenticatedDataCrc32c: isVerified,
    };
    return { status: 200, body: { name, ...answer, ...verified } };
  }
  const plaintext = key.decrypt(bytes('ciphertext'), aad);
  if (!plaintext) return failure(400, 'INVALID_ARGUMENT');
  const answer = { plaintext: plaintext.toString('base64'), plaintextCrc32c: crc(plaintext) };
  return { status: 200, body: answer };
}

function isSigned(publicKey: KeyObject, authorization: string): boolean {
  const [head, payload, signature] = authorization.replace('Bearer ', '').split('.');
  const signed = Buffer.from(`${head}.${payload}`);
  return verify('RSA-SHA256', signed, publicKey, Buffer.from(signature ?? '', 'base64url'));
}

function failure(status: number, name: string): Answer {
  const message = `${name}: CiQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAASSQ==`;
  return { status, body: { error: { code: status, message, status: name } } };
}
