import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessLogEntry } from '@wardkeep/contract';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
let provider: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp('Log Owner');
  provider = await server.join('provider');
}, 60_000);
afterAll(() => server.stop());

const chart = (caller: TestCaller) => caller.get(`/api/patients/${patient.personId}/chart`);
const log = (caller: TestCaller) => caller.get(`/api/patients/${patient.personId}/access-log`);
const grant = (grantee: TestCaller, more: object) =>
  giveGrant(server, {
    patientId: patient.personId,
    granteeId: grantee.personId,
    kind: 'consent',
    ...more,
  });
async function newest(reader = patient): Promise<AccessLogEntry> {
  const { entries } = (await log(reader)).json as { entries: AccessLogEntry[] };
  // Whoever reads it is at the top; of the pages before theirs, the newest that is not a look at the log.
  const found = entries.find(({ action }) => action !== 'audit.read');
  if (found === undefined) throw new Error('nobody did anything');
  return found;
}

describe('the access log', () => {
  test('is the patient’s and their guardians’', async () => {
    await grant(provider, {});
    const stranger = await server.signUp();
    const answers = [];
    for (const caller of [server.stranger(), stranger, provider, server.admin])
      answers.push((await log(caller)).status);
    expect(answers).toEqual([401, 404, 403, 403]);
    const guardian = await server.signUp();
    await grant(guardian, { kind: 'guardian' });
    expect((await log(guardian)).status).toBe(200);
  });

  test('names who works here, with their role and by what right', async () => {
    await chart(provider);
    expect(await newest()).toMatchObject({
      action: 'chart.read',
      outcome: 'success',
      actor: {
        kind: 'person',
        id: provider.personId,
        role: 'provider',
        displayName: 'Test Colleague',
      },
      relationship: 'consent',
    });
    const refused = await server.join('radiologist');
    await chart(refused);
    expect(await newest()).toMatchObject({
      outcome: 'refused',
      actor: { role: 'radiologist', displayName: 'Test Colleague' },
      relationship: null,
    });
  });

  test('marks what was opened in an emergency', async () => {
    const helper = await server.join('provider');
    await grant(helper, { kind: 'emergency', validUntil: new Date(Date.now() + 60_000) });
    await chart(helper);
    expect(await newest()).toMatchObject({
      actor: { id: helper.personId, displayName: 'Test Colleague' },
      relationship: 'emergency',
    });
  });

  test('names other patients only once they were let in', async () => {
    const friend = await server.signUp('A Friend');
    await chart(friend);
    expect(await newest()).toMatchObject({
      outcome: 'refused',
      actor: { id: friend.personId, displayName: null },
    });
    await grant(friend, { validUntil: new Date(Date.now() - 1000) });
    await chart(friend);
    expect(await newest()).toMatchObject({
      outcome: 'refused',
      actor: { id: friend.personId, displayName: 'A Friend' },
    });
  });

  test('says “you” to whoever reads it, also to a guardian', async () => {
    const guardian = await server.signUp('A Guardian');
    await grant(guardian, { kind: 'guardian' });
    await chart(guardian);
    expect(await newest(guardian)).toMatchObject({
      actor: { kind: 'you', id: null, displayName: null },
      relationship: 'guardian',
    });
    expect(await newest()).toMatchObject({
      actor: { kind: 'person', id: guardian.personId, displayName: 'A Guardian' },
    });
    await chart(patient);
    expect(await newest(guardian)).toMatchObject({
      actor: { kind: 'person', id: patient.personId, displayName: 'Log Owner' },
      relationship: 'self',
    });
  });
});
