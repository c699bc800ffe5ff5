import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onePatientBundle } from '../testing/bundles.ts';
import { askOperator } from '../testing/operator.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import type { TestCaller } from '../testing/test-caller.ts';

const NEW_PASSPHRASE = 'a new passphrase after the loss';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer({ settings: { WARDKEEP_KEY_PROVIDER: 'key-file' } });
  patient = await server.signUp();
  await patient.post(`/api/patients/${patient.personId}/imports`, onePatientBundle('Recovered'));
});
afterAll(() => server.stop());

const readPatient = () => patient.get(`/fhir/R4/Patient/${patient.personId}`);

test('a kit is proved without changing anything; another kit is not one', async () => {
  const before = snapshot();
  expect(await operator('/recovery/test', { kit: server.kit })).toMatchObject({ ok: true });
  expect(
    await operator('/recovery/test', { kit: server.kit.toLowerCase().replaceAll('-', ' ') }),
  ).toMatchObject({ ok: true });
  const wrong = server.kit.replace(/[0-9A-Z]{4}/, (group) => (group === '0000' ? '1111' : '0000'));
  expect(await operator('/recovery/test', { kit: wrong })).toMatchObject({ ok: false });
  expect(
    await operator('/recovery/use', { kit: server.kit, passphrase: NEW_PASSPHRASE }),
    'not while the keys are open',
  ).toMatchObject({ ok: false });
  expect(snapshot()).toEqual(before);
  expect(await server.countEvents({ action: 'recovery.test', outcome: 'success' })).toBe(2);
  expect(await server.countEvents({ action: 'recovery.test', outcome: 'refused' })).toBe(1);
});

test('without its passphrase the server starts locked: alive, not ready, and shows nothing', async () => {
  const passphrase = losePassphrase();
  await server.restart();
  expect((await server.stranger().get('/healthz')).status).toBe(200);
  const ready = await server.stranger().get('/readyz');
  expect([ready.status, ready.json.checks.keys]).toEqual([503, 'locked']);
  const read = await readPatient();
  expect([read.status, read.code]).toEqual([503, 'locked']);
  expect((await server.stranger().get('/api/system/state')).json.state).toBe('locked');
  expect(await operator('/unlock', { passphrase: 'certainly not the passphrase' })).toMatchObject({
    ok: false,
  });
  expect(await operator('/unlock', { passphrase })).toMatchObject({ ok: true });
  expect((await readPatient()).status).toBe(200);
  expect(await server.countEvents({ action: 'keys.unlock', outcome: 'success' })).toBe(1);
});

test('with root key and passphrase lost, the printed kit opens everything again under a new passphrase', async () => {
  await server.restart();
  rmSync(path.join(server.config.dataDirectory, 'root-key.json'));
  expect(
    await operator('/unlock', { passphrase: NEW_PASSPHRASE }),
    'no new root key over data that it can’t open',
  ).toMatchObject({ ok: false });
  expect(existsSync(path.join(server.config.dataDirectory, 'root-key.json'))).toBe(false);
  expect(
    await operator('/recovery/use', { kit: server.kit.slice(0, -1), passphrase: NEW_PASSPHRASE }),
  ).toMatchObject({ ok: false });
  expect(
    await operator('/recovery/use', { kit: server.kit, passphrase: NEW_PASSPHRASE }),
  ).toMatchObject({
    ok: true,
  });
  expect((await readPatient()).json.name[0].family).toBe('Recovered');
  await server.restart();
  expect(await operator('/unlock', { passphrase: NEW_PASSPHRASE })).toMatchObject({ ok: true });
  expect((await readPatient()).status).toBe(200);
});

test('the operator’s socket and every key file are the server’s user’s alone', () => {
  for (const file of ['control.sock', 'root-key.json', 'key-store']) {
    const where = path.join(server.config.dataDirectory, file);
    if (existsSync(where)) expect(statSync(where).mode & 0o077, file).toBe(0);
  }
});

/** The passphrase that the first start wrote, taken away. */
function losePassphrase(): string {
  const names = readdirSync(server.config.configDirectory);
  const name = names.find((each) => each.startsWith('passphrase-')) ?? '';
  const file = path.join(server.config.configDirectory, name);
  const passphrase = readFileSync(file, 'utf8').trim();
  rmSync(file);
  return passphrase;
}

function snapshot(): Record<string, string> {
  const directory = server.config.keyStoreDirectory;
  // The folder in it is the signer's memory, which grows by itself.
  const files = readdirSync(directory, { withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => path.join(directory, name));
  files.push(path.join(server.config.dataDirectory, 'root-key.json'));
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

async function operator(address: string, body: object): Promise<unknown> {
  return (await askOperator(server.config.dataDirectory, `POST ${address}`, body)).json;
}
