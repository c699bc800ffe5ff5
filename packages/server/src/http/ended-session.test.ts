import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/index.ts';
import type { TestCaller } from '../testing/test-caller.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const CREDENTIALS = { email: 'nobody@example.test', password: 'not the password at all' };

/** A browser with nothing but these cookies: a page that was loaded anew knows no token. */
function reloaded({ cookie }: TestCaller): Record<string, string> {
  return { cookie };
}

test('a living session without its token is refused, at the sign-in too', async () => {
  const patient = await server.signUp();
  const { code } = await server.stranger().post('/api/sessions', CREDENTIALS, reloaded(patient));
  expect(code).toBe('csrf_refused');
});

test('a session that was ended elsewhere does not keep its owner from signing in again', async () => {
  const patient = await server.signUp();
  const left = reloaded(patient);
  await patient.delete('/api/sessions/current');
  const browser = server.stranger();
  expect((await browser.get('/api/account', left)).code).toBe('not_signed_in');
  expect((await browser.post('/api/sessions', CREDENTIALS, left)).code).toBe('wrong_credentials');
  const again = await browser.post('/api/sessions/refresh', {}, left);
  expect(again.code).toBe('not_signed_in');
});

test('what another site sends is refused with an ended session as well', async () => {
  const patient = await server.signUp();
  const left = reloaded(patient);
  await patient.delete('/api/sessions/current');
  const forged = { ...left, 'sec-fetch-site': 'cross-site' };
  const { code } = await server.stranger().post('/api/sessions', CREDENTIALS, forged);
  expect(code).toBe('csrf_refused');
});
