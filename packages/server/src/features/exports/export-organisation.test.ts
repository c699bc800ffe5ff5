import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import type { TestCaller } from '../../testing/test-caller.ts';
import { exportOrganisation } from './index.ts';

let server: TestServer;
let provider: TestCaller;
let hospital: string;
let elsewhere: string;

beforeAll(async () => {
  server = await startTestServer();
  provider = await server.join('provider');
  await server.proveFreshly(server.admin);
  const found = async (name: string): Promise<string> =>
    String((await server.admin.post('/api/organisations', { name })).json.organisationId);
  [hospital, elsewhere] = [await found('Hospital'), await found('Elsewhere')];
  for (const organisation of [hospital, elsewhere]) await joins(provider, organisation);
}, 180_000);
afterAll(() => server.stop());

const joins = (member: TestCaller, organisation: string) =>
  server.admin.send('PUT', `/api/organisations/${organisation}/members/${member.personId}`, {});
const take = (by: TestCaller, of = hospital) => by.get(`/api/organisations/${of}/exports/ndjson`);

async function bring(number: string, to: string): Promise<string> {
  const patient = { resourceType: 'Patient', identifier: [{ system: 'urn:x', value: number }] };
  const entry = [
    { resource: patient },
    { resource: { resourceType: 'Basic', code: { text: 'x' } } },
  ];
  const bundle = { resourceType: 'Bundle', type: 'collection', entry };
  const answer = await provider.post(`/api/organisations/${to}/imports`, bundle);
  if (answer.status !== 200) throw new Error(answer.text);
  return String(answer.json.patientId);
}

const patientsIn = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.includes('"resourceType":"Patient"'))
    .map((line) => String(JSON.parse(line).id))
    .toSorted();

describe('an export of an organisation', () => {
  test('is for providers who work there, with a proof of the last minutes', async () => {
    await bring('1', hospital);
    const [outsider, carer, patient] = [
      await server.join('provider'),
      await server.join('carer'),
      await server.signUp(),
    ];
    await server.proveFreshly(server.admin);
    await joins(carer, hospital);
    const answers = [];
    for (const caller of [server.stranger(), patient, carer, server.admin, outsider])
      answers.push((await take(caller)).code);
    await makeProofsStale(server, provider.personId);
    answers.push((await take(provider)).code);
    await server.proveFreshly(provider);
    expect(answers.join(' ')).toBe(
      'not_signed_in forbidden forbidden forbidden not_found step_up_needed',
    );
  }, 60_000);

  test('holds whom the caller treats there, and nobody else', async () => {
    const [one, two] = [await bring('2', elsewhere), await bring('3', elsewhere)];
    const other = await server.signUp();
    await giveGrant(server, {
      patientId: other.personId,
      granteeId: provider.personId,
      kind: 'consent',
    });
    const answer = await take(provider, elsewhere);
    expect(answer.headers.get('content-type')).toContain('application/fhir+ndjson');
    expect(patientsIn(answer.text)).toEqual([one, two].toSorted());
    expect(answer.text.trim().split('\n')).toHaveLength(4);
    // One event for who asked, and one for each chart.
    expect(await server.countEvents({ action: 'export.organisation', outcome: 'success' })).toBe(3);
  });

  test('opens each chart when its turn comes: who is taken away meanwhile is left out', async () => {
    const [one, two] = [await bring('4', hospital), await bring('5', hospital)];
    const rest = await begun();
    const first = String((await rest.next()).value);
    await end([one, two]);
    const left: string[] = [];
    for (let next = await rest.next(); next.done !== true; next = await rest.next())
      left.push(String(next.value));
    const told = patientsIn([first, ...left].join(''));
    expect(told).toHaveLength(1);
    for (const gone of [one, two]) expect(told).not.toContain(gone);
  });

  test('breaks off when the session ends', async () => {
    const rest = await begun();
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('session')
        .set({ ended_at: new Date() })
        .where('person_id', '=', provider.personId)
        .execute(),
    );
    await sleep(10);
    await expect(rest.next()).rejects.toMatchObject({ code: 'not_signed_in' });
  });
});

/** What the server would send, chunk by chunk. */
async function begun(): Promise<AsyncIterator<Buffer>> {
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  const { session_id: sessionId } = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('session')
      .select('session_id')
      .where('person_id', '=', provider.personId)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow(),
  );
  const { released } = await exportOrganisation.serve(gate, {
    credential: { kind: 'session', personId: provider.personId, sessionId },
    refreshToken: undefined,
    deviceToken: undefined,
    params: { organisationId: hospital },
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

async function end(patientIds: readonly string[]): Promise<void> {
  await server.database.db.transaction((tx) =>
    queries(tx)
      .updateTable('access_grant')
      .set({ state: 'revoked' })
      .where('patient_id', 'in', patientIds)
      .execute(),
  );
}
