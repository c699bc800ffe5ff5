import { FakeKey } from './fake-key.ts';
import { startFaultServer, type Answer, type FaultServer, type Received } from './fault-server.ts';

/** Speaks AWS KMS's JSON 1.1 protocol: Encrypt and Decrypt with symmetric keys. */
export async function startFakeAwsKms(): Promise<FaultServer & { key(id: string): FakeKey }> {
  const keys = new Map<string, FakeKey>();
  const key = (id: string): FakeKey => {
    const found = keys.get(id) ?? new FakeKey();
    keys.set(id, found);
    return found;
  };
  const server = await startFaultServer({
    handle: (request) => handle(keys, request),
    throttledAnswer: failure('ThrottlingException'),
    failingAnswer: { ...failure('KMSInternalException'), status: 500 },
  });
  return { ...server, key };
}

function handle(keys: ReadonlyMap<string, FakeKey>, { headers, body }: Received): Answer {
  const signature = headers['authorization'] ?? '';
  if (
    !/^AWS4-HMAC-SHA256 Credential=\S+\/us-east-1\/kms\/aws4_request, .*Signature=[0-9a-f]{64}$/.test(
      signature,
    )
  ) {
    return failure('IncompleteSignatureException');
  }
  const input = JSON.parse(body) as Record<string, string> & {
    EncryptionContext?: Record<string, string>;
  };
  const key = keys.get(input['KeyId'] ?? '');
  if (!key) return failure('NotFoundException');
  if (!key.isEnabled) return failure('DisabledException');
  const context = Object.entries(input.EncryptionContext ?? {});
  if (context.some(([name, value]) => name === '' || value === ''))
    return failure('ValidationException');
  const aad = Buffer.from(JSON.stringify(context.sort(([one], [other]) => (one < other ? -1 : 1))));
  if (headers['x-amz-target'] === 'TrentService.Encrypt') {
    const plaintext = Buffer.from(input['Plaintext'] ?? '', 'base64');
    const id = Buffer.from(`${input['KeyId']}\n`);
    const blob = Buffer.concat([id, key.encrypt(plaintext, aad)]);
    return {
      status: 200,
      body: { CiphertextBlob: blob.toString('base64'), KeyId: input['KeyId'] },
    };
  }
  const blob = Buffer.from(input['CiphertextBlob'] ?? '', 'base64');
  const end = blob.indexOf('\n');
  const ofKey = blob.toString('utf8', 0, Math.max(0, end));
  if (!keys.has(ofKey)) return failure('InvalidCiphertextException');
  if (ofKey !== input['KeyId']) return failure('IncorrectKeyException');
  const plaintext = key.decrypt(blob.subarray(end + 1), aad);
  if (!plaintext) return failure('InvalidCiphertextException');
  return { status: 200, body: { Plaintext: plaintext.toString('base64'), KeyId: ofKey } };
}

function failure(name: string): Answer {
  // As AWS words it: with what was sent, which must not be shown.
  const message = `${name} for key, ciphertext AQIDAHhQUEJBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQQ==`;
  return { status: 400, body: { __type: name, message } };
}
