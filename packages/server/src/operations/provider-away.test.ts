import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig, type Config } from '../config/read-config.ts';
import { startWardkeep, type Wardkeep } from '../start-wardkeep.ts';
import {
  createTestDatabase,
  temporaryDirectory,
  type TemporaryDirectory,
  type TestDatabase,
} from '../testing/index.ts';
import { TestCaller } from '../testing/test-caller.ts';
import { connectionString } from '../testing/test-server.ts';

/**
 * The real server on a root that is elsewhere and goes away: a small server of ours that speaks Vault's Transit, and
 * answers, refuses, or keeps its callers waiting.
 */
const PASSWORD = 'correct horse battery staple';
/** Keys stay in memory for so long after the provider last confirmed them. */
const KEYS_STAY_MS = 3_000;

let transit: Awaited<ReturnType<typeof startTransit>>;
let database: TestDatabase;
let directory: TemporaryDirectory;
let config: Config;
let wardkeep: Wardkeep;
let patient: TestCaller;

beforeAll(async () => {
  transit = await startTransit();
  database = await createTestDatabase();
  directory = await temporaryDirectory();
  const token = path.join(directory.path, 'vault-token');
  writeFileSync(token, 'hvs.example\n', { mode: 0o600 });
  const read = readConfig({
    WARDKEEP_PORT: '0',
    WARDKEEP_HOST: '127.0.0.1',
    WARDKEEP_DATA_DIR: path.join(directory.path, 'data'),
    XDG_CONFIG_HOME: path.join(directory.path, 'config'),
    DATABASE_URL: connectionString(database.settings),
    WARDKEEP_KEY_PROVIDER: 'vault-transit',
    WARDKEEP_KMS_KEY: 'transit/wardkeep',
    WARDKEEP_VAULT_ADDRESS: transit.url,
    WARDKEEP_VAULT_TOKEN_FROM: `file:${token}`,
    WARDKEEP_RATE_LIMIT_FACTOR: '1000',
  });
  config = { ...read, keyCacheMinutes: KEYS_STAY_MS / 60_000 };
  wardkeep = await startWardkeep(config, pino({ level: 'silent' }));
  await new TestCaller(wardkeep.url).begin('/api/set-up', {
    setUpToken: wardkeep.setUpLink?.split('#')[1] ?? '',
    email: 'admin@example.test',
    password: PASSWORD,
    displayName: 'Test Administrator',
  });
  patient = new TestCaller(wardkeep.url);
  const account = { email: 'patient@example.test', password: PASSWORD };
  await patient.begin('/api/accounts', { ...account, displayName: 'Test Patient' });
}, 60_000);

afterAll(async () => {
  await wardkeep.stop();
  await database.drop();
  await directory.remove();
  await transit.close();
});

async function keysState(): Promise<string> {
  const response = await fetch(`${wardkeep.url}/readyz`);
  const { checks } = (await response.json()) as { checks: { keys: string } };
  return checks.keys;
}

async function until(wanted: string): Promise<void> {
  for (let tries = 0; (await keysState()) !== wanted; tries += 1) {
    if (tries > 150) expect.fail(`the keys are ${await keysState()}, not ${wanted}`);
    await sleep(100);
  }
}

test.each(['refuses', 'hangs'] as const)(
  'while the provider %s, keys go on for their time, then requests are refused clearly, and it ends by itself',
  async (mode) => {
    expect((await patient.get('/api/account')).status).toBe(200);
    transit.mode = mode;
    expect((await patient.get('/api/account')).status).toBe(200);
    await until('provider-unreachable');
    const refused = await patient.get('/api/account');
    expect([refused.status, refused.code]).toEqual([503, 'keys_unavailable']);
    expect(refused.headers.get('retry-after')).toBe('5');
    transit.mode = 'answers';
    await until('ok');
    expect((await patient.get('/api/account')).json).toMatchObject({ displayName: 'Test Patient' });
  },
  60_000,
);

test('a server that starts while the provider is away says so, and opens once it answers', async () => {
  await wardkeep.stop();
  transit.mode = 'refuses';
  wardkeep = await startWardkeep(config, pino({ level: 'silent' }));
  expect(await keysState()).toBe('provider-unreachable');
  transit.mode = 'answers';
  await until('ok');
}, 60_000);

/** Encrypts and decrypts with its associated data, as Vault's Transit does for an AEAD key. */
async function startTransit() {
  const key = randomBytes(32);
  const state: { mode: 'answers' | 'refuses' | 'hangs' } = { mode: 'answers' };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array)); // without an encoding
    if (state.mode === 'hangs') return;
    const isRefused = state.mode === 'refuses';
    const input = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
    const data = isRefused ? undefined : use(key, request.url ?? '', input);
    response.writeHead(data === undefined ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(data === undefined ? { errors: ['sealed'] } : { data }));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function use(key: Buffer, url: string, input: Record<string, string>): object {
  const aad = Buffer.from(input['associated_data'] ?? '', 'base64');
  if (url.includes('/encrypt/')) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
    const bytes = Buffer.concat([
      nonce,
      cipher.update(Buffer.from(input['plaintext'] ?? '', 'base64')),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return { ciphertext: `vault:v1:${bytes.toString('base64')}` };
  }
  const bytes = Buffer.from((input['ciphertext'] ?? '').replace('vault:v1:', ''), 'base64');
  const opening = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(aad);
  opening.setAuthTag(bytes.subarray(-16));
  const plaintext = Buffer.concat([opening.update(bytes.subarray(12, -16)), opening.final()]);
  return { plaintext: plaintext.toString('base64') };
}
