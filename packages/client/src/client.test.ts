import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import {
  importRecords,
  listShares,
  openShare,
  proveByCode,
  readDocument,
  readOwnAccount,
  readResource,
  revokeShare,
  signIn,
  uploadDocument,
} from '@wardkeep/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { type ClientOptions, createClient } from './client.ts';

const ID = '6f1d7f6a-0a5e-4a58-9d8a-6c1a3f9b7a10';
const SHARE = { patientId: ID, shareId: ID };
const session = (csrfToken: string) => ({
  personId: ID,
  role: 'patient',
  needs: 'nothing',
  csrfToken,
  accessExpiresAt: '2026-01-01T00:15:00Z',
  freshUntil: '2026-01-01T00:05:00Z',
  idleMinutes: 60,
  expiresAt: '2026-01-02T00:00:00Z',
});
const problem = (status: number, code: string) => ({
  type: 'about:blank',
  title: code,
  status,
  code,
  detail: code,
  requestId: '1',
});

interface Heard {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = (heard: Heard, response: ServerResponse) => unknown;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A real server that answers by `METHOD /path`; what it heard comes back for inspection. */
async function serve(answers: Record<string, Answer>, options: Partial<ClientOptions> = {}) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const line = `${request.method} ${request.url}`;
      const entry = { line, headers: request.headers, body: Buffer.concat(parts).toString() };
      heard.push(entry);
      const answer = answers[line];
      if (answer) answer(entry, response);
      else refuse(404, 'not_found')(entry, response);
    });
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const client = createClient({ baseUrl: `http://127.0.0.1:${port}`, ...options });
  return { client, heard, lines: () => heard.map((entry) => entry.line) };
}

const json =
  (body: unknown, status = 200): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const refuse = (status: number, code: string): Answer => json(problem(status, code), status);
const inTurn = (...answers: Answer[]): Answer => {
  let turn = 0;
  return (heard, response) => answers[Math.min(turn++, answers.length - 1)]?.(heard, response);
};
const nothing: Answer = (_, response) => response.writeHead(204).end();
const CREDENTIALS = { email: 'a@example.org', password: 'fifteen letters' };

describe('refusals', () => {
  test('a problem of the server is thrown with its code', async () => {
    const { client } = await serve({ 'POST /api/sessions': refuse(401, 'wrong_credentials') });
    await expect(client.call(signIn, { body: CREDENTIALS })).rejects.toMatchObject({
      name: 'ProblemError',
      code: 'wrong_credentials',
    });
  });

  test('a reply that is not the contract is refused, and nothing of it is quoted', async () => {
    const { client } = await serve({
      'POST /api/sessions': json({ ...session('t'), role: 'Secret Name' }),
    });
    const call = client.call(signIn, { body: CREDENTIALS });
    await expect(call).rejects.toMatchObject({ code: 'unexpected_reply' });
    await expect(call).rejects.not.toThrow(/Secret Name/);
  });

  test("a proxy's own error page is an unexpected reply", async () => {
    const { client } = await serve({
      'GET /api/account': (_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'),
    });
    await expect(client.call(readOwnAccount)).rejects.toMatchObject({ code: 'unexpected_reply' });
  });

  test('a server that is not there is unreachable', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' });
    await expect(client.call(readOwnAccount)).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('an aborted call throws the abort itself', async () => {
    const { client } = await serve({ 'GET /api/account': () => {} });
    await expect(
      client.call(readOwnAccount, { signal: AbortSignal.timeout(20) }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('requests', () => {
  test('ids are escaped in the path', async () => {
    const { client, lines } = await serve({});
    const params = { type: 'Observation', id: '../x' };
    await expect(client.call(readResource, { params })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(lines()).toEqual(['GET /fhir/R4/Observation/..%2Fx']);
  });

  test('the CSRF token travels with what changes something, and only with that', async () => {
    const { client, heard } = await serve({
      'POST /api/sessions': json(session('token-1')),
      [`GET /api/patients/${ID}/shares`]: json({ shares: [] }),
      [`DELETE /api/patients/${ID}/shares/${ID}`]: nothing,
    });
    await client.call(signIn, { body: CREDENTIALS });
    await client.call(listShares, { params: SHARE });
    expect(await client.call(revokeShare, { params: SHARE })).toBeNull();
    expect(heard.map((entry) => entry.headers['wardkeep-csrf'])).toEqual([
      undefined,
      undefined,
      'token-1',
    ]);
  });

  test('what the program asks for by itself says so, and nothing else does', async () => {
    const { client, heard } = await serve({ 'GET /api/account': refuse(401, 'not_signed_in') });
    for (const isBackground of [true, false]) {
      const call = client.call(readOwnAccount, { isBackground });
      await expect(call).rejects.toMatchObject({ code: 'not_signed_in' });
    }
    expect(heard.map((entry) => entry.headers['wardkeep-background'])).toEqual(['1', undefined]);
  });

  test('a refusal says when to come back, where the server did', async () => {
    const { client } = await serve({
      'POST /api/sessions': (heard, response) => {
        response.setHeader('retry-after', '840');
        refuse(429, 'too_many_requests')(heard, response);
      },
    });
    await expect(client.call(signIn, { body: CREDENTIALS })).rejects.toMatchObject({
      retryAfterSeconds: 840,
    });
  });

  test('a share token is sent as authorization', async () => {
    const { client, heard } = await serve({}, { shareToken: 'abc' });
    await expect(client.call(openShare)).rejects.toMatchObject({ code: 'not_found' });
    expect(heard[0]?.headers.authorization).toBe('Wardkeep-Share abc');
  });

  test('a file is sent byte for byte, as a file or as a stream', async () => {
    const path = `PUT /api/patients/${ID}/documents/${ID}/content`;
    const { client, heard } = await serve({ [path]: refuse(413, 'body_too_large') });
    const params = { patientId: ID, documentId: ID };
    for (const body of [
      new Blob(['%PDF-1.7 ü'], { type: 'application/pdf' }),
      new Blob(['%PDF-1.7 ü']).stream(),
    ]) {
      await expect(client.call(uploadDocument, { params, body })).rejects.toMatchObject({
        code: 'body_too_large',
      });
    }
    expect(heard.map((entry) => entry.body)).toEqual(['%PDF-1.7 ü', '%PDF-1.7 ü']);
    expect(heard[0]?.headers['content-type']).toBe('application/octet-stream');
  });

  test('bytes come back unread', async () => {
    const { client } = await serve({
      [`GET /api/patients/${ID}/documents/${ID}/content`]: (_, response) => response.end('bytes'),
    });
    const params = { patientId: ID, documentId: ID };
    const response = await client.callForBytes(readDocument, { params });
    expect(await response.text()).toBe('bytes');
  });
});

describe('sessions', () => {
  test('a session that ran out is refreshed once for many calls, and each is repeated', async () => {
    const heardSessions: (string | undefined)[] = [];
    const refused = refuse(401, 'not_signed_in');
    const { client, lines } = await serve(
      {
        'POST /api/sessions': json(session('one')),
        'GET /api/sessions/current': refused,
        'POST /api/sessions/refresh': (_, response) =>
          setTimeout(50).then(() => json(session('two'))(_, response)),
        [`GET /api/patients/${ID}/shares`]: inTurn(refused, refused, json({ shares: [] })),
      },
      { onSession: (next) => heardSessions.push(next?.csrfToken) },
    );
    await client.call(signIn, { body: CREDENTIALS });
    const both = [1, 2].map(() => client.call(listShares, { params: SHARE }));
    expect(await Promise.all(both)).toEqual([{ shares: [] }, { shares: [] }]);
    expect(lines().filter((line) => line.endsWith('/refresh'))).toHaveLength(1);
    expect(heardSessions).toEqual(['one', 'two']);
  });

  test('a session that another tab refreshed is taken over, and no refresh token is spent', async () => {
    const { client, lines, heard } = await serve({
      'POST /api/sessions': json(session('old')),
      'GET /api/sessions/current': json({ ...session('new'), proofs: ['password'] }),
      [`DELETE /api/patients/${ID}/shares/${ID}`]: inTurn(refuse(403, 'csrf_refused'), nothing),
    });
    await client.call(signIn, { body: CREDENTIALS });
    await client.call(revokeShare, { params: SHARE });
    expect(lines()).not.toContain('POST /api/sessions/refresh');
    expect(heard.at(-1)?.headers['wardkeep-csrf']).toBe('new');
  });

  test('a session that is over is told once, and the refusal is thrown', async () => {
    const ended: unknown[] = [];
    const { client } = await serve(
      {
        'GET /api/account': refuse(401, 'not_signed_in'),
        'GET /api/sessions/current': refuse(401, 'not_signed_in'),
        'POST /api/sessions/refresh': refuse(401, 'not_signed_in'),
      },
      { hadSession: true, onSession: (next) => ended.push(next) },
    );
    for (const _ of [1, 2]) {
      await expect(client.call(readOwnAccount)).rejects.toMatchObject({ code: 'not_signed_in' });
    }
    expect(ended).toEqual([null]);
  });

  test('without a session nobody tries to refresh', async () => {
    const { client, lines } = await serve({ 'GET /api/account': refuse(401, 'not_signed_in') });
    await expect(client.call(readOwnAccount)).rejects.toMatchObject({ code: 'not_signed_in' });
    expect(lines()).toEqual(['GET /api/account']);
  });
});

describe('step-up', () => {
  const PATH = `DELETE /api/patients/${ID}/shares/${ID}`;
  const needed = refuse(401, 'step_up_needed');

  test('without anybody to ask, the refusal is thrown and nothing is repeated', async () => {
    const { client, lines } = await serve({ [PATH]: needed });
    const call = client.call(revokeShare, { params: SHARE });
    await expect(call).rejects.toMatchObject({ code: 'step_up_needed' });
    expect(lines()).toEqual([PATH]);
  });

  test('whoever does not show that it is them gets the refusal', async () => {
    const { client, lines } = await serve(
      { [PATH]: needed },
      { onStepUp: () => Promise.resolve(false) },
    );
    const call = client.call(revokeShare, { params: SHARE });
    await expect(call).rejects.toMatchObject({ code: 'step_up_needed' });
    expect(lines()).toEqual([PATH]);
  });

  test('many calls ask once, and each is repeated with the token of the new session', async () => {
    let asked = 0;
    const prove = () => served.client.call(proveByCode, { body: { code: '123456' } });
    const onStepUp = async () => {
      asked += 1;
      await setTimeout(50);
      await prove();
      return true;
    };
    const served = await serve(
      {
        'POST /api/sessions': json(session('before')),
        'POST /api/sessions/code': json(session('proved')),
        [PATH]: inTurn(needed, needed, needed, nothing),
      },
      { onStepUp },
    );
    await served.client.call(signIn, { body: CREDENTIALS });
    const calls = [1, 2, 3].map(() => served.client.call(revokeShare, { params: SHARE }));
    expect(await Promise.all(calls)).toEqual([null, null, null]);
    expect(asked).toBe(1);
    expect(served.heard.at(-1)?.headers['wardkeep-csrf']).toBe('proved');
  });

  test('what is refused again after the proof is not asked for again', async () => {
    let asked = 0;
    const { client, lines } = await serve(
      { [PATH]: needed },
      { onStepUp: () => Promise.resolve((asked += 1) > 0) },
    );
    const call = client.call(revokeShare, { params: SHARE });
    await expect(call).rejects.toMatchObject({ code: 'step_up_needed' });
    expect([asked, lines().length]).toEqual([1, 2]);
  });
});

describe('progress', () => {
  const PATH = `POST /api/patients/${ID}/imports`;
  const input = { params: { patientId: ID }, body: { resourceType: 'Bundle' } };
  const stream =
    (...pieces: string[]): Answer =>
    async (_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      for (const piece of pieces) {
        response.write(piece);
        // Long enough for each piece to arrive by itself.
        await setTimeout(20);
      }
      response.end();
    };

  test('counts are heard in order, cut anywhere, and the reply comes back', async () => {
    const report = {
      imported: 2,
      unchanged: 0,
      byType: { Patient: 2 },
      notTakenCount: 0,
      notTaken: [],
      documentId: null,
    };
    const { client, heard } = await serve({
      [PATH]: stream(
        '{"kind":"progress","phase":"seal","done":1,"to',
        'tal":2}\n{"kind":"progress","phase":"seal","done":2,"total":2}\n',
        `{"kind":"reply","status":200,"body":${JSON.stringify(report)}}`,
      ),
    });
    const counts: number[] = [];
    const reply = await client.callWithProgress(importRecords, input, (p) => counts.push(p.done));
    expect(counts).toEqual([1, 2]);
    expect(reply).toEqual(report);
    expect(heard[0]?.headers.accept).toContain('application/x-ndjson');
  });

  test('a problem in the last line is thrown', async () => {
    const line = { kind: 'problem', problem: problem(422, 'unresolved_reference') };
    const { client } = await serve({ [PATH]: stream(JSON.stringify(line)) });
    await expect(client.callWithProgress(importRecords, input, () => {})).rejects.toMatchObject({
      code: 'unresolved_reference',
    });
  });

  test('a stream that ends early is not taken for success', async () => {
    const { client } = await serve({
      [PATH]: stream('{"kind":"progress","phase":"seal","done":1,"total":2}\n'),
    });
    await expect(client.callWithProgress(importRecords, input, () => {})).rejects.toMatchObject({
      code: 'unexpected_reply',
    });
  });
});
