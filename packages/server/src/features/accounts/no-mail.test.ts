import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOutbox } from '../../testing/opened-outbox.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('without a mail server, what would need an e-mail is refused to everybody alike, and nothing is queued', async () => {
  const person = await server.signUp();
  const { email } = (await person.get('/api/account')).json;
  for (const address of [email, 'nobody@example.test']) {
    const reset = await server.stranger().post('/api/password-resets', { email: address });
    expect([reset.status, reset.code]).toEqual([422, 'not_supported']);
  }
  const change = await person.post('/api/account/email', { email: 'new@example.test' });
  expect([change.status, change.code]).toEqual([422, 'not_supported']);
  const invitation = { role: 'patient', email: 'invited@example.test' };
  const invited = (await server.admin.post('/api/invitations', invitation)).json;
  expect(invited.isSent).toBe(false);
  expect(invited.link).toContain('/invitation#');
  expect(await openOutbox(server)).toEqual([]);
});
