import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseReference } from '../config/secret-reference.ts';
import { resolveSecret, type SecretSource } from './secrets.ts';
import { SECRET_DEADLINE_MS } from './secrets-deadline.ts';
import { checkPassphrase } from './secrets-strength.ts';

const SECRET = 'correct horse battery staple';
const SETTING = 'WARDKEEP_PASSPHRASE_FROM';

let base: string;
let server: Server | undefined;
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'wardkeep-secrets-'));
});
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  server = undefined;
  vi.useRealTimers();
  rmSync(base, { recursive: true, force: true });
});

const nowhere: SecretSource = {
  readVariable: () => undefined,
  vault: { address: undefined, token: undefined },
  credentialsDirectory: undefined,
};

function resolve(text: string, source: Partial<SecretSource> = {}): Promise<string> {
  const reference = parseReference(text);
  if (reference === undefined) throw new TypeError('not a reference');
  return resolveSecret(reference, SETTING, { ...nowhere, ...source });
}

/** Refused, naming the setting and neither the secret nor a part of it. */
async function refusal(text: string, source: Partial<SecretSource> = {}) {
  const error: unknown = await resolve(text, source).catch((reason: unknown) => reason);
  if (!(error instanceof Error)) throw new TypeError('nothing was refused');
  expect(error.message).toContain(SETTING);
  expect(error.message).not.toMatch(/horse|staple/);
  return error;
}

function write(name: string, text: string, mode: number): string {
  const file = path.join(base, name);
  writeFileSync(file, text);
  // Not by the writing: the umask would take from it.
  chmodSync(file, mode);
  return file;
}

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // An address of TCP, as it listens on a port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a secret in a file', () => {
  test.each([0o400, 0o600, 0o440, 0o640])('of mode %o is its first line', async (mode) => {
    const file = write('secret', `${SECRET}\r\nnot this\n`, mode);
    expect(await resolve(`file:${file}`)).toBe(SECRET);
  });

  test.each([0o604, 0o644, 0o444, 0o620, 0o602, 0o666])(
    'of mode %o is refused, with what to do',
    async (mode) => {
      const file = write('secret', SECRET, mode);
      const error = await refusal(`file:${file}`);
      expect(error).toMatchObject({ code: 'exposed' });
      expect(error.message).toContain(`chmod 600 ${file}`);
    },
  );

  test('that everybody in a container can read is taken where containers mount secrets, and only there', async () => {
    const file = write('secret', SECRET, 0o444);
    expect(await resolve(`file:${file}`, { credentialsDirectory: base })).toBe(SECRET);
    const beside = { credentialsDirectory: path.join(base, 'sec') };
    expect(await refusal(`file:${file}`, beside)).toMatchObject({ code: 'exposed' });
  });

  test('that others can change is refused there too', async () => {
    const file = write('secret', SECRET, 0o646);
    const mounted = { credentialsDirectory: base };
    expect(await refusal(`file:${file}`, mounted)).toMatchObject({ code: 'exposed' });
  });

  test('behind a link is judged by the file, as Kubernetes links its secrets', async () => {
    symlinkSync(write('secret', SECRET, 0o644), path.join(base, 'link'));
    expect(await refusal(`file:${base}/link`)).toMatchObject({ code: 'exposed' });
  });

  test.skipIf(process.getuid?.() !== 0)('of another user is refused (needs root)', async () => {
    const file = write('secret', SECRET, 0o600);
    chownSync(file, 12_345, 12_345);
    expect(await refusal(`file:${file}`)).toMatchObject({ code: 'exposed' });
  });

  test('that is absent, empty or no file is refused', async () => {
    for (const file of [path.join(base, 'absent'), write('empty', '\nx', 0o600), base])
      expect(await refusal(`file:${file}`)).toMatchObject({ code: 'missing' });
  });
});

test('a secret in a variable is read when it is asked for; without it the variable is named', async () => {
  expect(await resolve('env:PASS', { readVariable: (name) => `${SECRET} ${name}` })).toBe(
    `${SECRET} PASS`,
  );
  expect((await refusal('env:PASS')).message).toContain('no environment variable PASS');
  expect(await refusal('env:PASS', { readVariable: () => '' })).toMatchObject({ code: 'missing' });
});

describe('a secret in Vault', () => {
  const TOKEN = 'hvs.token';
  const seen: (string | undefined)[] = [];
  const kv = (body: unknown, status = 200) =>
    serve(({ method, url, headers }, response) => {
      seen.push(`${method ?? ''} ${url ?? ''} ${String(headers['x-vault-token'])}`);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  const withVault = (address: string): Partial<SecretSource> => ({
    vault: { address: `${address}/`, token: { kind: 'environment', variable: 'VAULT_TOKEN' } },
    readVariable: (name) => (name === 'VAULT_TOKEN' ? TOKEN : undefined),
  });

  test('is one member of a KV 2 secret, asked for with the token', async () => {
    const address = await kv({ data: { data: { passphrase: SECRET, other: 'x' } } });
    const text = 'vault:secret/wardkeep/prod#passphrase';
    expect(await resolve(text, withVault(address))).toBe(SECRET);
    expect(seen.at(-1)).toBe(`GET /v1/secret/data/wardkeep/prod ${TOKEN}`);
  });

  test.each([
    ['no such secret', 404, { errors: [SECRET] }, 'missing'],
    ['a token that may not', 403, { errors: ['permission denied'] }, 'denied'],
    ['sealed', 503, { errors: ['Vault is sealed'] }, 'unreachable'],
    ['no such member', 200, { data: { data: { other: SECRET } } }, 'missing'],
    ['a member of the prototype', 200, { data: { data: {} } }, 'missing'],
    ['KV version 1', 200, { data: { passphrase: SECRET } }, 'missing'],
  ])('%s is refused', async (_what, status, body, code) => {
    const access = withVault(await kv(body, status));
    expect(await refusal('vault:secret/p#constructor', access)).toMatchObject({ code });
    expect(await refusal('vault:secret/p#passphrase', access)).toMatchObject({ code });
  });

  test('is not fetched from where a redirect leads: the token would travel along', async () => {
    let asked = 0;
    const address = await serve((request, response) => {
      asked += 1;
      response.writeHead(307, { location: `${address}${request.url ?? ''}x` }).end();
    });
    const access = withVault(address);
    expect(await refusal('vault:secret/p#x', access)).toMatchObject({ code: 'unreachable' });
    expect(asked).toBe(1);
  });

  test('without address or token is refused before anything is asked', async () => {
    expect((await refusal('vault:secret/p#x')).message).toContain('WARDKEEP_VAULT_ADDRESS');
  });

  test('that does not answer is given up after five seconds', async () => {
    const access = withVault(await serve(() => undefined));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const refused = refusal('vault:secret/p#x', access);
    await vi.advanceTimersByTimeAsync(SECRET_DEADLINE_MS + 1);
    expect((await refused).message).toContain('within 5 s');
  });
});

describe('a secret in AWS Secrets Manager', () => {
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  const targets: unknown[] = [];
  const manager = async (body: object, status = 200): Promise<Partial<SecretSource>> => ({
    aws: {
      region: 'eu-central-1',
      credentials,
      endpoint: await serve((request, response) => {
        json(request).then(
          (asked) => {
            targets.push([request.headers['x-amz-target'], asked, request.headers.authorization]);
            response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
            response.end(JSON.stringify(body));
          },
          () => response.destroy(),
        );
      }),
    },
  });

  test('is the whole text, or one member of it', async () => {
    const whole = await manager({ Name: 'p', SecretString: SECRET });
    expect(await resolve('aws-secrets-manager:prod/p', whole)).toBe(SECRET);
    expect(targets.at(-1)).toEqual([
      'secretsmanager.GetSecretValue',
      { SecretId: 'prod/p' },
      expect.stringContaining('/eu-central-1/secretsmanager/'),
    ]);
    server?.close();
    const text = JSON.stringify({ url: 'x', passphrase: SECRET });
    const parts = await manager({ Name: 'p', SecretString: text });
    expect(await resolve('aws-secrets-manager:prod/p#passphrase', parts)).toBe(SECRET);
  });

  test('named by an ARN is asked for in the region of the ARN', async () => {
    const { aws } = await manager({ SecretString: SECRET });
    const arn = 'arn:aws:secretsmanager:us-west-2:123456789012:secret:p-AbCdEf';
    const { region: _region, ...rest } = aws ?? {};
    await resolve(`aws-secrets-manager:${arn}`, { aws: rest });
    expect(targets.at(-1)).toMatchObject({ 2: expect.stringContaining('/us-west-2/') });
  });

  test.each([
    ['absent', 400, { __type: 'ResourceNotFoundException', message: SECRET }, 'missing'],
    ['not for this role', 400, { __type: 'AccessDeniedException', message: SECRET }, 'denied'],
    ['asked for with an old key', 403, { __type: 'ExpiredTokenException' }, 'denied'],
    ['in a service that fails', 500, { __type: 'InternalServiceError' }, 'unreachable'],
    ['binary', 200, { SecretBinary: 'AAAA' }, 'missing'],
    ['no JSON', 200, { SecretString: SECRET }, 'missing'],
    ['JSON without the member', 200, { SecretString: `{"x": "${SECRET}"}` }, 'missing'],
    ['empty', 200, { SecretString: '' }, 'missing'],
  ])('that is %s is refused', async (_what, status, body, code) => {
    const source = await manager(body, status);
    expect(await refusal('aws-secrets-manager:prod/p#member', source)).toMatchObject({ code });
  });

  test('that does not answer is given up after five seconds', async () => {
    const endpoint = await serve(() => undefined);
    const source = { aws: { region: 'eu-central-1', credentials, endpoint } };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const refused = refusal('aws-secrets-manager:prod/p', source);
    // The package is loaded before the wait begins.
    await import('@aws-sdk/client-secrets-manager');
    await vi.advanceTimersByTimeAsync(SECRET_DEADLINE_MS + 1);
    expect(await refused).toMatchObject({ code: 'unreachable' });
  });
});

describe('a passphrase', () => {
  test.each([SECRET, 'ünïcödé wörds, 16', 'x7'.repeat(3) + 'abcdefghij'])('%j will do', (text) => {
    expect(checkPassphrase(text, SETTING)).toBe(text);
  });

  test.each(['fifteen letters', 'aaaaaaaaaaaaaaaaaaaaaaaa', '1234512345123451234512345'])(
    '%j is refused as too weak, by the name of its setting and without itself',
    (text) => {
      const refuse = (): string => checkPassphrase(text, SETTING);
      expect(refuse).toThrow(
        expect.objectContaining({ code: 'weak', message: expect.stringContaining(SETTING) }),
      );
      expect(refuse).not.toThrow(text);
    },
  );
});
