import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsentTerms } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import { EVERYTHING, giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';
import { endGrant, lockGrant } from '../grants/index.ts';
import { exportDeidentified } from './index.ts';

let server: TestServer;
let client: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  client = await server.join('client');
}, 60_000);
afterAll(() => server.stop());

const HIV = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' };
const PATIENT = 'urn:uuid:40000000-0000-4000-8000-000000000000';
const snomed = (code: string) => ({
  coding: [{ system: 'http://snomed.info/sct', code, display: 'As Petronella Halvard said' }],
});
const subject = { reference: PATIENT };
const condition = (more: object = {}) => ({
  resourceType: 'Condition',
  subject,
  code: snomed('38341003'),
  note: [{ text: 'Met Petronella, who lives at 12 Osier Row. Sleeps badly.' }],
  ...more,
});

async function patientWith(resources: readonly object[], more: object = {}): Promise<TestCaller> {
  const patient = await server.signUp();
  const person = {
    resourceType: 'Patient',
    name: [{ family: 'Halvard', given: ['Petronella'] }],
    address: [{ line: ['12 Osier Row'], postalCode: '90210' }],
    gender: 'female',
    birthDate: '1980-02-03',
    ...more,
  };
  const bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [person, ...resources].map((resource, index) => ({
      fullUrl: `${PATIENT.slice(0, -1)}${index}`,
      resource,
      request: { method: 'POST', url: 'X' },
    })),
  };
  const imported = await patient.post(`/api/patients/${patient.personId}/imports`, bundle);
  if (imported.status !== 200) throw new Error(imported.text);
  return patient;
}

const consent = (patient: TestCaller, to: TestCaller, terms: ConsentTerms = EVERYTHING) =>
  giveGrant(server, {
    patientId: patient.personId,
    granteeId: to.personId,
    kind: 'consent',
    isClient: true,
    terms,
  });
const download = (caller: TestCaller, body: object = {}): Promise<Answer> =>
  caller.post('/api/exports/de-identified', body);
// oxlint-disable-next-line no-explicit-any -- FHIR of every type; a wrong member fails the test
const lines = (answer: Answer): any[] =>
  answer.text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('a de-identified export', () => {
  test('is for clients, with a proof of the last minutes', async () => {
    const patient = await patientWith([]);
    const provider = await server.join('provider');
    await consent(patient, provider);
    const stale = await server.join('client');
    await consent(patient, stale);
    await makeProofsStale(server, stale.personId);
    const answers = [];
    for (const caller of [server.stranger(), patient, provider, server.admin, stale])
      answers.push(await download(caller));
    expect(answers.map(({ code }) => code).join(' ')).toBe(
      'not_signed_in forbidden forbidden forbidden step_up_needed',
    );
  });

  test('of nobody is empty', async () => {
    const answer = await download(await server.join('client'));
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  test('holds the charts of those who consented to this client, as far as they did', async () => {
    const caller = await server.join('client');
    const at = (effectiveDateTime: string) => ({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      subject,
      effectiveDateTime,
    });
    const all = await patientWith([condition(), at('2020-03-01T10:00:00Z'), at('2020-09-17')]);
    const some = await patientWith([condition(), condition({ meta: { security: [HIV] } })]);
    const other = await patientWith([condition()]);
    const ended = await patientWith([condition()]);
    const { pseudonym } = await consent(all, caller);
    await consent(some, caller, { ...EVERYTHING, kinds: ['conditions'] });
    await consent(other, client);
    const past = { validUntil: new Date(Date.now() - 1000), granteeId: caller.personId };
    await giveGrant(server, { ...past, patientId: ended.personId, kind: 'consent' });

    const answer = await download(caller);
    expect(answer.headers.get('content-type')).toContain('application/fhir+ndjson');
    expect(answer.headers.get('content-disposition')).toContain('de-identified.ndjson');
    const exported = lines(answer);
    const count = (type: string): number =>
      exported.filter(({ resourceType }) => resourceType === type).length;
    const counts = ['Condition', 'Observation', 'Patient'].map(count);
    expect([exported.length, counts]).toEqual([6, [2, 2, 2]]);
    // Further apart than a chart is moved: no day comes to stand where the other was.
    const days = exported.flatMap(({ effectiveDateTime }) => Date.parse(effectiveDateTime) || []);
    expect(Math.abs((days[0] ?? 0) - (days[1] ?? 0)) / 86_400_000, 'intervals stay').toBe(200);
    expect(answer.text).not.toMatch(/2020-03-01|2020-09-17|T10:00/);
    for (const word of ['Petronella', 'Halvard', 'Osier', '90210', 'badly', all.personId])
      expect(answer.text).not.toContain(word);
    const people = exported.filter(({ resourceType }) => resourceType === 'Patient');
    for (const { id, identifier } of people) {
      expect(id, 'not as the client reads it').not.toBe(pseudonym);
      expect(identifier).toEqual([
        {
          system: 'urn:wardkeep:pseudonym',
          value: expect.stringMatching(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/),
        },
      ]);
    }
    expect((await download(caller)).text, 'pseudonyms stay').toBe(answer.text);
    const log = (await all.get(`/api/patients/${all.personId}/access-log`)).json.entries;
    expect(log[0]).toMatchObject({
      action: 'export.de-identified',
      relationship: 'consent',
      actor: { role: 'client', displayName: 'Test Colleague' },
      resourceCount: 4,
    });
  });

  test('holds words when they are asked for, without what is known of the person', async () => {
    const caller = await server.join('client');
    await consent(await patientWith([condition()]), caller);
    const { text } = await download(caller, { withFreeText: true });
    expect(text).toContain('Sleeps badly.');
    for (const word of ['Petronella', 'Halvard', 'Osier']) expect(text).not.toContain(word);
  });

  test('is refused whole when anything is left that could tell whose it is', async () => {
    const caller = await server.join('client');
    await consent(await patientWith([condition()]), caller);
    expect((await download(caller)).status).toBe(200);
    // A record number that is the code of a diagnosis.
    const identifier = [{ system: 'urn:clinic', value: '38341003' }];
    await consent(await patientWith([condition()], { identifier }), caller);
    const answer = await download(caller);
    expect([answer.status, answer.code]).toEqual([409, 'identifier_left']);
    expect(answer.text).not.toContain('38341003');
    expect(answer.json.errors).not.toEqual([]);
  });

  test('breaks off within seconds of a revoked consent', async () => {
    const caller = await server.join('client');
    const charts = [await patientWith([condition()]), await patientWith([condition()])];
    const grants = [];
    for (const chart of charts) grants.push(await consent(chart, caller));
    const rest = await begun(caller);
    expect((await rest.next()).done).toBe(false);
    await revoke(charts[1], grants[1]?.grantId);
    await sleep(3_100);
    await expect(rest.next()).rejects.toThrow('not admitted any more');
  }, 20_000);
});

/** What the server would send, chunk by chunk. */
async function begun(caller: TestCaller): Promise<AsyncIterator<Buffer>> {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  const { session_id: sessionId } = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('session')
      .select('session_id')
      .where('person_id', '=', caller.personId)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow(),
  );
  const { released } = await exportDeidentified.serve(gate, {
    credential: { kind: 'session', personId: caller.personId, sessionId },
    refreshToken: undefined,
    deviceToken: undefined,
    params: {},
    query: {},
    body: {},
    requestId: '40000000-0000-4000-8000-000000000000',
    isBackground: false,
    address: null,
    userAgent: null,
    language: 'en',
    onProgress: () => undefined,
  });
  if (released.kind !== 'bytes') throw new Error('an export is bytes');
  return released.bytes.chunks()[Symbol.asyncIterator]();
}

async function revoke(patient: TestCaller | undefined, grantId = ''): Promise<void> {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  await server.database.db.transaction(async (tx) => {
    const grant = await lockGrant(tx, gate.hashes, patient?.personId ?? '', grantId);
    if (grant === undefined) throw new Error('there is no such grant');
    await endGrant({ tx, gate, now: new Date() }, grant, 'revoked');
  });
}
