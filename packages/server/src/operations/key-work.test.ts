import { randomBytes } from 'node:crypto';
import { rmSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directoryBlobStore } from '../blobs/index.ts';
import { queries } from '../db/queries.ts';
import { indexPatient } from '../features/person-index/index.ts';
import { onePatientBundle } from '../testing/bundles.ts';
import { PNG } from '../testing/files.ts';
import { run } from '../testing/embedded.ts';
import { silentLog, startTestServer, type TestServer } from '../testing/index.ts';
import { askOperator, type OperatorAnswer } from '../testing/operator.ts';
import type { TestCaller } from '../testing/test-caller.ts';
import { housekeep, nextRotationAt } from './key-work-housekeep.ts';
import { keyWorkOn } from './key-work-on.ts';
import { keyNotices, openGate } from './keys-state.ts';
import { verifyReport } from './key-report.ts';

const CANARY = 'Rotationcanary';

let server: TestServer;
let patient: TestCaller;

beforeAll(async () => {
  server = await startTestServer({ settings: { WARDKEEP_KEY_PROVIDER: 'key-file' } });
  await begin();
  patient = await server.signUp();
  await patient.post(`/api/patients/${patient.personId}/imports`, onePatientBundle(CANARY));
  await upload(patient);
});
afterAll(() => stop());

/** As the server itself does once it listens. */
async function begin(): Promise<void> {
  const { state } = server.wardkeep;
  if (state.keyWork === undefined) {
    const blobs = directoryBlobStore(path.join(server.config.dataDirectory, 'blobs'));
    const { settings } = server.database;
    keyWorkOn(state, { blobs, settings, indexPatient, log: silentLog }).start();
  }
  if (state.gate === undefined) return;
  while ((await ask('POST /keys/rotate', { dryRun: true })).status !== 200) await pause();
  while ((await ask('GET /work')).status !== 200) await pause();
}

async function stop(): Promise<void> {
  await server.wardkeep.state.keyWork?.stop();
  await server.stop();
}

function ask(
  command: `${'GET' | 'POST'} ${string}`,
  body?: object | string,
): Promise<OperatorAnswer> {
  return askOperator(server.config.dataDirectory, command, body);
}

/** Long work, once the job queue is open. @returns the last line's result. */
// oxlint-disable-next-line no-explicit-any -- tests read answers of every shape
async function work(command: `POST ${string}`, body: object = {}): Promise<any> {
  for (;;) {
    const answer = await ask(command, body);
    const last = answer.lines.at(-1);
    if (last.error?.code === 'jobs_unavailable') await pause();
    else if (last.error !== undefined) throw new Error(answer.text);
    else return { ...last.result, progress: answer.lines.slice(0, -1) };
  }
}

/** Hangs up at the first line of progress. */
function abandon(address: string): Promise<void> {
  const file = path.join(server.config.dataDirectory, 'control-socket');
  const socketPath = readFileSync(file, 'utf8').trim();
  return new Promise((resolve) => {
    const asking = httpRequest({ socketPath, method: 'POST', path: address }, (response) => {
      response.once('data', () => {
        response.destroy();
        resolve();
      });
    });
    asking.end('{}');
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

async function upload(who: TestCaller): Promise<string> {
  const made = await who.post(`/api/patients/${who.personId}/documents`, {
    title: 'Canary scan',
    fileName: 'canary.png',
    mediaType: 'image/png',
  });
  const id = String(made.json.id ?? made.json.documentId);
  await who.put(`/api/patients/${who.personId}/documents/${id}/content`, PNG);
  return id;
}

/** As a client reads: access tokens end with a revoked epoch, and are traded for new ones. */
const family = async () => {
  const read = () => patient.get(`/fhir/R4/Patient/${patient.personId}`);
  const first = await read();
  if (first.status !== 401) return first.json.name[0].family;
  expect((await patient.post('/api/sessions/refresh', {})).status).toBe(200);
  return (await read()).json.name[0].family;
};
/** Who each successful event about a rotation says it was, oldest first. */
async function actorsOfRotations(): Promise<readonly (string | null)[]> {
  const { auditSealing } = openGate(server.wardkeep.state);
  const rows = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('audit_event')
      .select(['event_id', 'core'])
      .where('event_type', '=', 'keys.rotate')
      .where('outcome', '=', 'success')
      .orderBy('occurred_ms')
      .orderBy('event_id')
      .execute(),
  );
  return rows.map(({ event_id: id, core }) =>
    core === null ? null : auditSealing.openCore(id, core).actor.role,
  );
}

const epochs = () => openGate(server.wardkeep.state).vault.epochs();

describe('a rotation', () => {
  test('is told with its progress and leaves nothing under the epoch before, which is held', async () => {
    const [before] = epochs();
    const result = await work('POST /keys/rotate', { dryRun: false });
    expect(result.progress.length).toBeGreaterThan(0);
    expect(result.progress[0]).toMatchObject({ progress: { phase: expect.any(String) } });
    expect(result).toMatchObject({
      remaining: 0,
      to: expect.not.stringMatching(before?.epochId ?? ''),
    });
    expect(epochs().map(({ state }) => state)).toEqual(['held', 'active']);
    expect(await family()).toBe(CANARY);
    const status = (await ask('GET /keys')).json;
    expect(status).toMatchObject({ state: 'ok', work: null, running: [] });
    expect(status.epochs.map((epoch: { personKeys: number }) => epoch.personKeys > 0)).toEqual([
      true,
      false,
    ]);
    expect(status.lastReport).toMatchObject({ reportId: result.reportId, kind: 'rotation' });
    // The operator's word, and the beginning and end of what the service did.
    expect(await server.countEvents({ action: 'keys.rotate', outcome: 'success' })).toBe(3);
  });

  test('that is asked for while one runs is followed, not begun anew', async () => {
    const before = epochs().length;
    const [one, other] = await Promise.all([work('POST /keys/rotate'), work('POST /keys/rotate')]);
    expect(one.reportId).toBe(other.reportId);
    expect(epochs()).toHaveLength(before + 1);
  });

  test('goes on when who asked for it goes away', async () => {
    const before = epochs().length;
    await abandon('/keys/rotate');
    while ((await ask('GET /keys')).json.running.length > 0) await pause();
    expect(epochs()).toHaveLength(before + 1);
  });

  test('can be planned without doing anything', async () => {
    const before = epochs();
    const plan = await work('POST /keys/rotate', { dryRun: true });
    expect(plan).toMatchObject({ dryRun: true, from: [epochs().at(-1)?.epochId], destroys: [] });
    expect(plan.personKeys).toBeGreaterThanOrEqual(6);
    expect(epochs()).toEqual(before);
  });

  test('that is due is begun by the server itself, and none that is not', async () => {
    const gate = openGate(server.wardkeep.state);
    const started: unknown[] = [];
    const jobs = {
      start: (queue: string, payload: object) => {
        started.push([queue, payload]);
        return Promise.resolve({ queue, id: '', retries: 0 });
      },
    };
    await housekeep(gate, { jobs, rotationHours: 24 });
    expect(started).toEqual([]);
    await housekeep(gate, { jobs, rotationHours: 0 });
    expect(started).toEqual([['keys.rotate', { reason: 'scheduled' }]]);
    expect(nextRotationAt(gate, 24).getTime() - Date.now()).toBeGreaterThan(23 * 3_600_000);
  });
});

test('what an operator should act on is said until it is done', async () => {
  const { state } = server.wardkeep;
  expect((await ask('GET /keys')).json.notices).toEqual(
    expect.arrayContaining(['backup-root-here', 'key-store-same-disk']),
  );
  rmSync(server.config.backupRootFile);
  expect((await ask('GET /keys')).json.notices).not.toContain('backup-root-here');
  expect(keyNotices(state)).not.toContain('rotation-overdue');
  const late = { ...state, config: { ...state.config, rotationHours: 0 } };
  expect(keyNotices(late)).toContain('rotation-overdue');
});

describe('a report', () => {
  test('verifies offline, and not once a byte of it was changed', async () => {
    const { reports } = (await ask('GET /keys/reports')).json;
    const { reportId, kind } = reports[0];
    const { note, verifierKey } = (await ask(`GET /keys/reports/${reportId}`)).json;
    const publicKey = Buffer.from(verifierKey.split('+').slice(2).join('+'), 'base64').subarray(1);
    const verified = verifyReport(note, publicKey);
    expect(verified).toMatchObject({ kind, reportId });
    expect(verified.lines).toContainEqual(['left', '0']);
    expect(() => verifyReport(note.replace('left 0', 'left 1'), publicKey)).toThrow('not signed');
    expect(() =>
      verifyReport(
        note,
        publicKey.map((byte) => byte ^ 1),
      ),
    ).toThrow();
  });

  test('that does not exist is not found, whatever is asked for', async () => {
    for (const id of ['01a1ee56-5e00-7000-8000-000000000001', 'x', '%27']) {
      const answer = await ask(`GET /keys/reports/${id}`);
      expect([answer.status, answer.json.error.code]).toEqual([404, 'not_found']);
    }
  });
});

describe('a revocation', () => {
  test('gives a person new keys; what was sealed before opens as before', async () => {
    const { personId } = patient;
    const plan = await work('POST /keys/revoke', { personId, dryRun: true });
    expect(plan).toMatchObject({ dryRun: true, personKeys: 3 });
    const result = await work('POST /keys/revoke', { personId });
    expect(result).toMatchObject({ newKeys: 3, left: 0, damaged: 0 });
    expect(result.values).toBeGreaterThan(0);
    expect(await family()).toBe(CANARY);
    const { note } = (await ask(`GET /keys/reports/${result.reportId}`)).json;
    expect(note).toContain(`\nof person ${personId}\n`);
    expect(await server.countEvents({ action: 'key.reseal', outcome: 'success' })).toBeGreaterThan(
      0,
    );
  });

  test('of the epoch in use replaces it first; the client trades its access token, and what was sealed opens as before', async () => {
    const epochId = epochs().at(-1)?.epochId;
    await work('POST /keys/revoke', { epochId });
    expect(epochs().find((epoch) => epoch.epochId === epochId)?.state).toBe('held');
    expect(await family()).toBe(CANARY);
  });

  test('of nobody and of no epoch is refused', async () => {
    for (const whose of [
      { personId: '01a1ee56-5e00-4000-8000-000000000001' },
      { epochId: '0'.repeat(32) },
    ]) {
      const [line] = (await ask('POST /keys/revoke', whose)).lines;
      expect(line.error.code).toMatch(/^unknown_/);
    }
  });
});

describe('a row that somebody puts into the queue', () => {
  test('is the service’s work, whatever it says: no event and no report is the operator’s', async () => {
    const before = await actorsOfRotations();
    const highest = epochs().length;
    await run(
      server.database.db,
      `insert into pgboss.job (name, data, policy, state)
         select 'keys.rotate', '{"reason":"operator"}', policy, 'created' from pgboss.queue where name = 'keys.rotate'`,
    );
    while (epochs().length === highest || (await ask('GET /keys')).json.running.length > 0)
      await pause();
    const events = (await actorsOfRotations()).slice(before.length);
    expect(events).toEqual(['service', 'service']);
    const { reports } = (await ask('GET /keys/reports')).json;
    const { note } = (await ask(`GET /keys/reports/${reports[0].reportId}`)).json;
    expect(note).toContain('\nreason requested\n');
    await work('POST /keys/rotate');
    expect((await actorsOfRotations()).slice(before.length + 2)).toEqual([
      'operator',
      'service',
      'service',
    ]);
  });
});

describe('a person', () => {
  test('who is held can’t be erased; who is released can, with a certificate', async () => {
    const other = await server.signUp();
    const { personId } = other;
    expect((await ask('POST /persons/hold', { personId })).json).toMatchObject({ changed: true });
    const refused = await ask('POST /persons/erase', { personId });
    expect(refused.lines.at(-1).error.code).toBe('legal_hold');
    await ask('POST /persons/release', { personId });
    expect(await work('POST /persons/erase', { personId, dryRun: true })).toMatchObject({
      dryRun: true,
      isHeld: false,
    });
    const { reportId, note } = await work('POST /persons/erase', { personId });
    expect(note).toContain(`\nperson ${personId}\n`);
    expect((await ask(`GET /keys/reports/${reportId}`)).json).toMatchObject({ kind: 'erasure' });
    expect((await ask('GET /persons/erasures')).json.erasures).toMatchObject([
      { personId, finishedAt: expect.any(String) },
    ]);
    const { note: rotation } = (
      await ask(`GET /keys/reports/${(await work('POST /keys/rotate')).reportId}`)
    ).json;
    expect(rotation, 'the rotation makes it final').toContain(`\nerased ${personId}\n`);
  });

  test('who is suspended can’t sign in, and can once resumed', async () => {
    const { personId } = await server.signUp();
    expect((await ask('POST /persons/suspend', { personId })).json.changed).toBe(true);
    expect((await ask('POST /persons/suspend', { personId })).json.changed).toBe(false);
    expect((await ask('POST /persons/resume', { personId })).json.changed).toBe(true);
  });
});

test('a new kit opens every key; the one before does not any more', async () => {
  const { kit, fingerprint } = (await ask('POST /recovery/make', {})).json;
  await ask('POST /recovery/confirm', { fingerprint });
  expect((await ask('POST /recovery/test', { kit })).json).toMatchObject({ ok: true });
  expect((await ask('POST /recovery/test', { kit: server.kit })).json).toMatchObject({ ok: false });
  const { shares } = (await ask('POST /recovery/make', { shares: 3, threshold: 2 })).json;
  expect(shares).toHaveLength(3);
  expect((await ask('POST /recovery/test', { shares: shares.slice(1) })).json.ok).toBe(true);
  const tooFew = await ask('POST /recovery/test', { shares: [shares[0], shares[0]] });
  expect(tooFew.json.error.code).toBe('shares_duplicate');
});

test('the queue holds ids, counts and our own words, and nothing of anybody', async () => {
  const rows = await run(server.database.db, 'select * from pgboss.job');
  const text = JSON.stringify(rows);
  expect(rows.length).toBeGreaterThan(3);
  for (const canary of [CANARY, 'Canary', 'canary.png', 'example.test', server.kit, 'Test Person'])
    expect(text, canary).not.toContain(canary);
});

describe('what is asked wrongly', () => {
  test.each([
    ['an unknown command', 'GET /nothing', undefined, 404, 'not_found'],
    ['another method', 'GET /keys/rotate', undefined, 404, 'not_found'],
    ['a name of every object', 'GET /constructor', undefined, 404, 'not_found'],
    ['what is no JSON', 'POST /keys/rotate', '{', 400, 'bad_request'],
    ['an unknown member', 'POST /keys/rotate', { force: true }, 400, 'bad_request'],
    ['a missing member', 'POST /keys/revoke', {}, 400, 'bad_request'],
    ['a restore of open keys', 'POST /keys/restore', { kit: 'x' }, 409, 'not_locked'],
    ['too much', 'POST /unlock', { passphrase: 'x'.repeat(11_000_000) }, 413, 'too_large'],
  ] as const)(
    '%s is refused as JSON, without a stack',
    async (...[, command, body, status, code]) => {
      const answer = await ask(command, body);
      expect([answer.status, answer.json.error.code]).toEqual([status, code]);
      expect(Object.keys(answer.json.error)).toEqual(['code', 'message']);
    },
  );
});

test('a locked server tells its state and takes what opens it, and refuses the rest', async () => {
  const [file = ''] = readdirSync(server.config.configDirectory).filter((name) =>
    name.startsWith('passphrase'),
  );
  const passphraseFile = path.join(server.config.configDirectory, file);
  const passphrase = readFileSync(passphraseFile, 'utf8').trim();
  rmSync(passphraseFile);
  await server.wardkeep.state.keyWork?.stop();
  await server.restart();
  await begin();
  expect((await ask('GET /status')).json.report.checks.keys).toBe('locked');
  expect((await ask('GET /keys')).json).toMatchObject({ state: 'locked', running: [] });
  for (const command of [
    'POST /keys/rotate',
    'GET /keys/reports',
    'POST /recovery/make',
    'GET /persons/erasures',
  ] as const) {
    const { status, json } = await ask(command, command.startsWith('POST') ? {} : undefined);
    expect([status, json.error.code], command).toEqual([423, 'locked']);
  }
  expect((await ask('POST /unlock', { passphrase: 'wrong' })).json).toMatchObject({ ok: false });
  expect((await ask('POST /unlock', { passphrase })).json).toMatchObject({ ok: true });
  expect(await work('POST /keys/rotate')).toMatchObject({ remaining: 0 });
});

test('the root key moves to another provider while people read; a wrong one changes nothing', async () => {
  const { vault } = openGate(server.wardkeep.state);
  const file = path.join(server.config.configDirectory, 'root');
  writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  const target = { to: 'environment', settings: `WARDKEEP_ROOT_KEY_FROM=file:${file}\n` };
  const wrong = await ask('POST /keys/migrate', { to: 'environment', settings: '' });
  expect([wrong.status, wrong.json.error.code]).toEqual([400, 'bad_settings']);
  expect(await work('POST /keys/migrate', { ...target, dryRun: true })).toMatchObject({
    dryRun: true,
    provider: 'environment',
  });
  expect(vault.provider.name).toBe('key-file');
  const { reportId } = await work('POST /keys/migrate', target);
  expect(vault.provider.name).toBe('environment');
  const { note } = (await ask(`GET /keys/reports/${reportId}`)).json;
  expect(note).toContain('\nto environment ');
  expect(await family()).toBe(CANARY);
  expect(await work('POST /keys/rotate')).toMatchObject({ remaining: 0 });
});
