import { once } from 'node:events';
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeSystem } from '@wardkeep/contract';
import type { Route } from '../gate/index.ts';
import type { FrontDoor } from './front-door.ts';
import { makeServer } from './server.ts';

const state: Route = {
  kind: 'plain',
  endpoint: describeSystem,
  serve: () => Promise.reject(new Error('nothing is served without a gate')),
};

/** A server whose keys are locked: what is let in reaches the page that says so. */
async function serve(settings: Partial<FrontDoor> = {}): Promise<FastifyInstance> {
  return makeServer({
    log: pino({ level: 'silent' }),
    routes: [state],
    gate: () => undefined,
    health: {
      readyz: () => Promise.resolve({ ready: true, report: {} }),
      lockedState: () => ({ state: 'locked', notices: [] }),
    },
    webDirectory: import.meta.dirname,
    rateLimitFactor: 100,
    shareCounts: () => Promise.resolve(undefined),
    frontDoor: { publicUrl: undefined, trustedProxies: [], allowedAddresses: [], ...settings },
  });
}

type Asked = {
  readonly url?: string;
  readonly method?: 'GET' | 'OPTIONS' | 'POST';
  readonly from?: string;
  readonly headers?: Record<string, string>;
};

async function ask(
  app: FastifyInstance,
  { url = '/api/system/state', method = 'GET', from = '127.0.0.1', headers = {} }: Asked,
) {
  return app.inject({ url, method, headers, remoteAddress: from });
}

async function refusal(app: FastifyInstance, asked: Asked): Promise<string> {
  const answer = await ask(app, asked);
  return answer.statusCode === 200 ? 'let in' : `${answer.statusCode} ${answer.json().code}`;
}

const OUT = '403 address_not_allowed';

describe('where only some networks are served', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await serve({
      allowedAddresses: ['192.0.2.0/24', '2001:db8:1::/48'],
      trustedProxies: ['10.0.0.1', 'fd00::/8'],
    });
  });
  afterAll(() => app.close());

  test.each<[string, string, string | undefined, string]>([
    ['somebody elsewhere is refused', '198.51.100.7', undefined, OUT],
    ['somebody in one of them is let in', '192.0.2.7', undefined, 'let in'],
    ['the same, written as IPv4 in IPv6', '::ffff:192.0.2.7', undefined, 'let in'],
    ['somebody elsewhere, written so', '::ffff:198.51.100.7', undefined, OUT],
    ['an IPv6 network holds its addresses', '2001:db8:1::5', undefined, 'let in'],
    ['and no others', '2001:db8:2::5', undefined, OUT],
    ['a header from elsewhere is not believed', '198.51.100.7', '192.0.2.7', OUT],
    ['a header from inside does not put anybody outside', '192.0.2.7', '198.51.100.7', 'let in'],
    ['a trusted proxy is believed', '10.0.0.1', '192.0.2.7', 'let in'],
    ['a trusted proxy is believed when it says no', '10.0.0.1', '198.51.100.7', OUT],
    [
      'what the client wrote before its proxy does not count',
      '10.0.0.1',
      '192.0.2.7, 198.51.100.7',
      OUT,
    ],
    ['a chain of trusted proxies is followed', 'fd00::1', '192.0.2.7, 10.0.0.1', 'let in'],
    ['the proxy by itself is in none', '10.0.0.1', undefined, OUT],
    ['what is no address is in none', '10.0.0.1', 'unknown', OUT],
    ['an address with a port is one', '10.0.0.1', '192.0.2.7:4711', 'let in'],
  ])('%s', async (_title, from, forwarded, outcome) => {
    const headers: Record<string, string> =
      forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    expect(await refusal(app, { from, headers })).toBe(outcome);
  });

  test('every address of the server is closed to others but the one that says it lives', async () => {
    for (const url of ['/readyz', '/', '/assets/x.js', '/nothing', '/api/system/state'])
      expect(await refusal(app, { url, from: '198.51.100.7' }), url).toBe(OUT);
    expect((await ask(app, { url: '/healthz', from: '198.51.100.7' })).statusCode).toBe(200);
  });
});

describe('a host name that is not ours (DNS rebinding)', () => {
  test.each([
    'evil.example',
    '127.0.0.1.evil.example:8480',
    '192.168.1.5:8480',
    'localhost@evil.example',
  ])('%j is refused by a server on this machine', async (host) => {
    const app = await serve();
    expect(await refusal(app, { headers: { host } })).toBe('421 wrong_host');
    expect(await refusal(app, { headers: { host }, url: '/' })).toBe('421 wrong_host');
    // Whoever asks whether it lives and is ready has other names for it.
    expect((await ask(app, { headers: { host }, url: '/healthz' })).statusCode).toBe(200);
    expect((await ask(app, { headers: { host }, url: '/readyz' })).statusCode).toBe(200);
    expect(await refusal(app, { headers: { host: 'localhost:8480' } })).toBe('let in');
    await app.close();
  });

  test('only the public one is ours where there is one; a trusted proxy may tell it', async () => {
    const app = await serve({
      publicUrl: 'https://records.example.org',
      trustedProxies: ['10.0.0.1'],
    });
    const behind = { host: 'upstream:8480', 'x-forwarded-host': 'records.example.org' };
    expect(await refusal(app, { headers: { host: 'records.example.org' } })).toBe('let in');
    expect(await refusal(app, { headers: { host: 'localhost:8480' } })).toBe('421 wrong_host');
    expect(await refusal(app, { headers: behind, from: '10.0.0.1' })).toBe('let in');
    expect(await refusal(app, { headers: behind, from: '198.51.100.7' })).toBe('421 wrong_host');
    await app.close();
  });

  test('through a real socket: no name at all is refused', async () => {
    const app = await serve();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number }; // it listens on a port
    for (const [version, status] of [
      ['1.1', '400'],
      ['1.0', '421'],
    ]) {
      const socket = connect(port, '127.0.0.1');
      socket.end(`GET /api/system/state HTTP/${version}\r\n\r\n`);
      const [first] = (await once(socket, 'data')) as [Buffer];
      expect(first.toString('latin1').split(' ')[1]).toBe(status);
      socket.destroy();
    }
    await app.close();
  });
});

describe('yardstick 54: another origin', () => {
  const ORIGINS = [
    'https://evil.example',
    'http://records.example.org',
    'https://records.example.org.evil.example',
    'https://evilrecords.example.org',
    'https://records.example.org:444',
    'https://sub.records.example.org',
    'https://records.example.org',
    'null',
    'file://',
    'https://records.example.org%60.evil.example',
    '*',
    '',
  ];

  test.each(ORIGINS)(
    '%j is never allowed to read an answer, nor asked beforehand',
    async (origin) => {
      const app = await serve({ publicUrl: 'https://records.example.org' });
      const headers = { host: 'records.example.org', origin };
      const asking = {
        ...headers,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'wardkeep-csrf',
      };
      const answers = await Promise.all([
        ask(app, { headers }),
        ask(app, { headers, url: '/' }),
        ask(app, { headers, url: '/healthz' }),
        ask(app, { headers: asking, method: 'OPTIONS' }),
        ask(app, { headers: asking, method: 'OPTIONS', url: '/nothing' }),
      ]);
      for (const { headers: given } of answers)
        expect(Object.keys(given).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(answers.slice(3).map(({ statusCode }) => statusCode)).toEqual([404, 404]);
      await app.close();
    },
  );
});

describe('every answer', () => {
  test('is kept by nobody, and asks for TLS where the public address has it', async () => {
    const [plain, tls] = [await serve(), await serve({ publicUrl: 'https://records.example.org' })];
    for (const url of ['/api/system/state', '/healthz', '/readyz', '/nothing', '/api/nothing']) {
      const answer = await ask(plain, { url });
      expect(answer.headers['cache-control'], url).toBe('no-store');
      expect(answer.headers['strict-transport-security'], url).toBeUndefined();
      const over = await ask(tls, { url, headers: { host: 'records.example.org' } });
      expect(over.headers['strict-transport-security'], url).toContain('max-age=63072000');
    }
    await Promise.all([plain.close(), tls.close()]);
  });
});
