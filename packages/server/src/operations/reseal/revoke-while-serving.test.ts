import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { filledPerson, type FilledPerson } from '../../testing/filled-person.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { askOperator } from '../../testing/operator.ts';

/** An incident on a server that people use: 50 requests a second, reads and writes of those whose keys are replaced. */
const REQUESTS_A_SECOND = 50;

let server: TestServer;
let people: FilledPerson[];

beforeAll(async () => {
  server = await startTestServer();
  people = [];
  for (const family of ['One', 'Two', 'Three']) people.push(await filledPerson(server, family));
}, 60_000);
afterAll(() => server.stop());

test('an epoch is revoked and everything under it sealed again while 50 requests a second are served: each client trades its access token once, and then none fails', async () => {
  const before = await personKeyIds();
  const stop = new AbortController();
  const serving = serve(stop.signal);
  await sleep(500);
  const epochId = server.wardkeep.state.gate?.vault.epoch.id;
  const { dataDirectory } = server.config;
  const answer = await askOperator(dataDirectory, 'POST /keys/revoke', { epochId });
  stop.abort();
  const statuses = await serving;
  expect(await Promise.all(refreshing.values())).toEqual(people.map(() => 200));
  expect(answer.lines.at(-1)).toHaveProperty('result');
  expect(statuses.filter((status) => status < 200 || status > 299)).toEqual([]);
  expect(statuses.length).toBeGreaterThan(REQUESTS_A_SECOND / 2);
  // No chart or account key of before is left; audit keys stay for the details that they sealed.
  const after = await personKeyIds();
  expect(after.filter((id) => before.includes(id))).toEqual([]);
  for (const person of people) {
    const chart = await person.caller.get(`/api/patients/${person.personId}/chart`);
    expect(chart.status).toBe(200);
    for (const { id, bytes } of person.documents) {
      const file = await person.caller.get(
        `/api/patients/${person.personId}/documents/${id}/content`,
      );
      expect(Buffer.compare(file.bytes, bytes)).toBe(0);
    }
  }
}, 120_000);

async function personKeyIds(): Promise<readonly string[]> {
  const rows = await server.database.db.transaction((tx) =>
    queries(tx)
      .selectFrom('person_key')
      .select('wrapped')
      .where('purpose', '<>', 'audit')
      .where('state', '<>', 'revoked')
      .execute(),
  );
  return rows.map(({ wrapped }) => Buffer.from(wrapped.subarray(17, 33)).toString('hex'));
}

/** At a steady rate whatever the answers take. */
async function serve(signal: AbortSignal): Promise<readonly number[]> {
  const answers: Promise<number>[] = [];
  for (let turn = 0; !signal.aborted; turn += 1) {
    const person = people[turn % people.length];
    if (person !== undefined) answers.push(ask(person, turn));
    await sleep(1000 / REQUESTS_A_SECOND);
  }
  return Promise.all(answers);
}

/**
 * As every client of ours does: who signed with the revoked epoch may have signed anything, so access tokens of before
 * end with it, and are traded for new ones.
 */
async function ask(person: FilledPerson, turn: number): Promise<number> {
  const status = await send(person, turn);
  if (status !== 401) return status;
  await refreshed(person);
  return send(person, turn);
}

const refreshing = new Map<string, Promise<number>>();

/** Once for each person, whoever asks. */
function refreshed({ caller, personId }: FilledPerson): Promise<number> {
  const running =
    refreshing.get(personId) ??
    caller.post('/api/sessions/refresh', {}).then(({ status }) => status);
  refreshing.set(personId, running);
  return running;
}

async function send({ caller, personId, documents }: FilledPerson, turn: number): Promise<number> {
  const base = `/api/patients/${personId}`;
  switch (Math.floor(turn / people.length) % 4) {
    case 0:
      return (await caller.get(`${base}/chart`)).status;
    case 1:
      return (
        await caller.post('/fhir/R4/Observation', {
          resourceType: 'Observation',
          status: 'final',
          code: { text: `during ${turn}` },
        })
      ).status;
    case 2:
      return (await caller.get(`${base}/documents/${documents[0]?.id ?? ''}/content`)).status;
    default:
      return (await caller.get('/api/account')).status;
  }
}
