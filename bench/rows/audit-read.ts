import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createResource, signUp } from '../../packages/contract/src/index.ts';
import { httpLoad, requestText, type HttpLoad } from '../http-load.ts';
import { speedRow } from '../measure.ts';
import type { RowGroup } from '../row.ts';
import { withScratch } from '../scratch.ts';
import { startWardkeep, type ServerProcess, type WardkeepProcess } from '../server-process.ts';

const NAME = 'audit/read-overhead-16';
const SCRATCH_BYTES = 2 ** 30;
const CONNECTIONS = 16;
const ROUNDS = 15;
const ROUND_MS = 1_000;
/** Until what is on the way is compiled. */
const WARM_ANSWERS = 5_000;
const UNAUDITED = path.join(import.meta.dirname, '../programs/unaudited-reads.ts');

/** One record, read by its patient; its event is on disk before the answer leaves. Beside the same server without it. */
export const auditReadRows: RowGroup = {
  names: [NAME],
  run: (_wanted, log) =>
    withScratch(SCRATCH_BYTES, async (folder) => {
      // As server-process.ts does for each server's own.
      chmodSync(folder, 0o711);
      const audited = await serverIn(folder, 'audited');
      const unaudited = await serverIn(folder, 'unaudited', UNAUDITED);
      const cases: ReadCase[] = [];
      try {
        for (const server of [audited, unaudited]) cases.push(await newCase(server));
        log(`${NAME}: warming up`);
        // In turns: a connection that nobody uses for a minute is closed.
        for (let answers = 0; answers < WARM_ANSWERS;) answers += await warmUp(cases);
        for (let round = 0; round < ROUNDS; round += 1) {
          log(`${NAME}: round ${round + 1} of ${ROUNDS}`);
          for (const each of round % 2 ? cases.toReversed() : cases) await turn(each);
        }
      } finally {
        for (const { load } of cases) load.close();
        await Promise.all([audited.stop(), unaudited.stop()]);
      }
      const [ours, limit] = cases.map(({ sample }) => sample);
      if (ours === undefined) return [];
      const note = `GET /fhir/R4/Observation/<id> over ${CONNECTIONS} connections; limit: the same server, which leaves no event of what only reads; CPU without PostgreSQL's`;
      return [speedRow(NAME, { ours, limit, note })];
    }),
};

function serverIn(folder: string, name: string, main?: string): Promise<WardkeepProcess> {
  const own = path.join(folder, name);
  mkdirSync(own);
  return startWardkeep(own, main);
}

interface ReadCase {
  readonly server: ServerProcess;
  readonly load: HttpLoad;
  readonly request: string;
  readonly sample: { readonly perSecond: number[]; readonly cpuUs: number[] };
}

async function newCase(server: WardkeepProcess): Promise<ReadCase> {
  const request = await readOf(server);
  const load = await httpLoad(server.port, CONNECTIONS);
  return { server, load, request, sample: { perSecond: [], cpuUs: [] } };
}

/** @returns how many answers the slowest gave. */
async function warmUp(cases: readonly ReadCase[]): Promise<number> {
  let fewest = Infinity;
  for (const { load, request } of cases)
    fewest = Math.min(fewest, (await load.run([request], ROUND_MS)).answers);
  return fewest;
}

async function turn({ server, load, request, sample }: ReadCase): Promise<void> {
  const cpu = server.cpuSeconds();
  const { answers, seconds } = await load.run([request], ROUND_MS);
  sample.perSecond.push(answers / seconds);
  sample.cpuUs.push(((server.cpuSeconds() - cpu) * 1e6) / answers);
}

/** A patient with one observation of theirs. @returns the request that reads it. */
async function readOf(server: WardkeepProcess): Promise<string> {
  const { setUpToken } = server;
  await post(server, '/api/set-up', { ...newPerson('admin'), setUpToken });
  const patient = await post(server, '/api/accounts', newPerson('patient'));
  const cookies = patient.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const { session } = signUp.reply.parse(await patient.json());
  if (session === null) throw new Error('who signed up has no session yet');
  const { personId, csrfToken } = session;
  const cookie = cookies.join('; ');
  const observation = observationOf(personId);
  const headers = { cookie, 'wardkeep-csrf': csrfToken };
  const created = await post(server, '/fhir/R4/Observation', observation, headers);
  const { id } = createResource.reply.parse(await created.json());
  return requestText(`GET /fhir/R4/Observation/${String(id)}`, {
    host: `127.0.0.1:${server.port}`,
    cookie,
    'accept-language': 'en',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'sec-fetch-site': 'same-origin',
  });
}

function observationOf(personId: string) {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] },
    subject: { reference: `Patient/${personId}` },
    effectiveDateTime: '2026-01-01T08:00:00Z',
    valueQuantity: { value: 61, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  };
}

function newPerson(name: string) {
  const password = randomBytes(18).toString('base64url');
  return { email: `${name}@example.test`, password, displayName: name };
}

async function post(
  { port }: ServerProcess,
  route: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${port}${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
  return answer;
}
