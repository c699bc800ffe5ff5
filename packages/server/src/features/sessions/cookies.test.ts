import { afterAll, beforeAll, expect, test } from 'vitest';
import * as contract from '@wardkeep/contract';
import type { Endpoint } from '@wardkeep/contract';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

const PASSWORD = 'correct horse battery staple';
/** `Max-Age` or `Expires` aside, each of these and nothing else (RFC 6265bis §4.1.3.2). */
const ATTRIBUTES = ['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure'];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('yardstick 28: every cookie of every endpoint is __Host-, HttpOnly, Secure and SameSite=Strict', async () => {
  const patient = await server.signUp();
  const { email } = (await patient.get('/api/account')).json;
  const begun = [
    await server.stranger().post('/api/sessions', { email, password: PASSWORD }),
    await server.stranger().post('/api/accounts', {
      email: 'cookies@example.test',
      password: PASSWORD,
      displayName: 'Cookies',
    }),
    await patient.post('/api/sessions/refresh', {}),
    await patient.post('/api/sessions/password', { password: PASSWORD }),
    await server.stranger().delete('/api/sessions/current'),
  ];
  expect(begun.map(linesOf).map((lines) => lines.length > 0)).toEqual(Array(5).fill(true));
  const answers = [...begun, ...(await tour(patient)), ...(await pages())];
  const lines = answers.flatMap(linesOf);
  for (const line of lines) {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    expect(pair).toMatch(/^__Host-wardkeep-(access|refresh|device)=/);
    const rest = attributes.filter((each) => !/^(expires|max-age)=/i.test(each));
    expect(rest.toSorted(), pair.split('=')[0]).toEqual(ATTRIBUTES);
  }
  expect(answers.length).toBeGreaterThan(100);
});

test('a sign-out takes back the session’s cookies and leaves the device’s, which opens nothing', async () => {
  const caller = await server.signUp();
  const lines = linesOf(await caller.delete('/api/sessions/current'));
  expect(lines.map((line) => line.split('=')[0])).toEqual([
    '__Host-wardkeep-access',
    '__Host-wardkeep-refresh',
  ]);
  expect(caller.cookie).toMatch(/^__Host-wardkeep-device=[\w-]{43}$/);
  expect((await caller.get('/api/account')).status).toBe(401);
});

function linesOf(answer: Answer): readonly string[] {
  return answer.headers.getSetCookie();
}

/** Each endpoint of the contract, as nobody and as somebody, with nothing sensible to say. */
async function tour(caller: TestCaller): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const { method, path, bodyKind } of endpoints()) {
    const address = path.replace(/:\w+/g, caller.personId);
    const body = { body: '{}', headers: { 'content-type': 'application/json' } };
    for (const each of [server.stranger(), caller])
      answers.push(await each.send(method, address, bodyKind === 'none' ? {} : body));
  }
  return answers;
}

function endpoints(): readonly Endpoint[] {
  return Object.values(contract).filter(
    (each): each is Endpoint & typeof each =>
      typeof each === 'object' && 'method' in each && 'path' in each && 'action' in each,
  );
}

function pages(): Promise<readonly Answer[]> {
  const paths = ['/', '/healthz', '/readyz', '/sign-in', '/openapi.json', '/nothing/here'];
  return Promise.all(paths.map((path) => server.stranger().get(path)));
}
