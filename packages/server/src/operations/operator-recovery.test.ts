import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/index.ts';
import { askOperator, type OperatorAnswer } from '../testing/operator.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const tell = (address: string, body: object): Promise<OperatorAnswer> =>
  askOperator(server.config.dataDirectory, `POST ${address}`, body);
const make = async () => (await tell('/recovery/make', {})).json;
const confirm = (fingerprint: string) => tell('/recovery/confirm', { fingerprint });
const opens = async (kit: string): Promise<boolean> =>
  (await tell('/recovery/test', { kit })).json.ok;
const notices = async (): Promise<readonly string[]> =>
  (await server.admin.get('/api/system')).json.notices;

test('a kit that nobody confirms ends no other: not at once, not by the next one, not by a restart', async () => {
  await make();
  expect(await opens(server.kit)).toBe(true);
  expect(await notices()).toContain('recovery-kit-unconfirmed');
  await make();
  await server.restart();
  expect(await opens(server.kit)).toBe(true);
});

test('the kit that is confirmed opens everything, the one before nothing in use, and the notice goes', async () => {
  const before = await server.countEvents({ action: 'recovery.confirm', outcome: 'success' });
  const { kit, fingerprint } = await make();
  expect((await confirm(fingerprint)).json).toMatchObject({ ok: true });
  expect([await opens(kit), await opens(server.kit)]).toEqual([true, false]);
  expect(await notices()).not.toContain('recovery-kit-unconfirmed');
  expect((await confirm(fingerprint)).json, 'again').toMatchObject({ ok: true });
  const events = await server.countEvents({ action: 'recovery.confirm', outcome: 'success' });
  expect(events - before).toBe(2);
  await server.restart();
  expect([await opens(kit), await opens(server.kit)]).toEqual([true, false]);
});

test('of two kits made at one time the older one can’t be confirmed, and then the newer one can', async () => {
  const [one, two] = [await make(), await make()];
  const refused = await confirm(one.fingerprint);
  expect([refused.status, refused.json.error.code]).toEqual([404, 'not_found']);
  expect(await server.countEvents({ action: 'recovery.confirm', outcome: 'refused' })).toBe(1);
  expect((await confirm(two.fingerprint)).json).toMatchObject({ ok: true });
  expect([await opens(one.kit), await opens(two.kit)]).toEqual([false, true]);
});
