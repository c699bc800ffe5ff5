import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { httpLoad, requestText, type HttpLoad } from '../http-load.ts';
import { median, medianRatio, speedRow } from '../measure.ts';
import { node } from '../process-run.ts';
import type { Log, Row, RowGroup } from '../row.ts';
import { withScratch } from '../scratch.ts';
import {
  startProgram,
  startWardkeep,
  type ServerProcess,
  type WardkeepProcess,
} from '../server-process.ts';

const NOOP = 'session/authenticated-noop';
const SIGN_IN = 'session/sign-in';
const SCRATCH_BYTES = 2 ** 30;
const CONNECTIONS = 16;
const NOOP_ROUNDS = 15;
const NOOP_MS = 500;
const WARM_ANSWERS = 30_000;
const SIGN_IN_ROUNDS = 5;
const SIGN_IN_MS = 5_000;
const BCRYPT_MS = 2_000;
const PEOPLE = 8;

/** A request that does nothing but show who asks, and how often somebody can show it with a password. */
export const sessionRows: RowGroup = {
  names: [NOOP, SIGN_IN],
  run: (wanted, log) =>
    withScratch(SCRATCH_BYTES, async (folder) => {
      const server = await startWardkeep(folder);
      try {
        const rows: Row[] = [];
        const admin = await setUp(server);
        if (wanted(NOOP)) rows.push(await noopRow(server, admin.cookie, log));
        if (wanted(SIGN_IN)) rows.push(await signInRow(server, log));
        return rows;
      } finally {
        await server.stop();
      }
    }),
};

/** The same request, over as many connections, to a Fastify with one route that answers the same bytes. */
async function noopRow(server: WardkeepProcess, cookie: string, log: Log): Promise<Row> {
  const request = requestText('GET /api/sessions/current', {
    host: `127.0.0.1:${server.port}`,
    cookie,
    'accept-language': 'en',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'sec-fetch-site': 'same-origin',
  });
  const answer = await fetch(`${urlOf(server)}/api/sessions/current`, { headers: { cookie } });
  const bare = await startProgram('bare-route', await answer.text());
  const ours = await newCase(server);
  const limit = await newCase(bare);
  const cases = [ours, limit];
  try {
    log(`${NOOP}: warming up`);
    for (const { load } of cases) await warmUp(load, request);
    for (let round = 0; round < NOOP_ROUNDS; round += 1) {
      log(`${NOOP}: round ${round + 1} of ${NOOP_ROUNDS}`);
      for (const each of round % 2 ? cases.toReversed() : cases) await turn(each, request);
    }
  } finally {
    for (const { load } of cases) load.close();
    await bare.stop();
  }
  return speedRow(NOOP, {
    ours: ours.sample,
    limit: limit.sample,
    note: `GET /api/sessions/current over ${CONNECTIONS} connections; limit: Fastify with one route that answers the same body`,
  });
}

interface NoopCase {
  readonly server: ServerProcess;
  readonly load: HttpLoad;
  readonly sample: { readonly perSecond: number[]; readonly cpuUs: number[] };
}

async function newCase(server: ServerProcess): Promise<NoopCase> {
  const load = await httpLoad(server.port, CONNECTIONS);
  return { server, load, sample: { perSecond: [], cpuUs: [] } };
}

/** Until everything on the way is compiled, which takes as many answers for each. */
async function warmUp(load: HttpLoad, request: string): Promise<void> {
  for (let answers = 0; answers < WARM_ANSWERS;)
    answers += (await load.run([request], NOOP_MS)).answers;
}

async function turn({ server, load, sample }: NoopCase, request: string): Promise<void> {
  const cpu = server.cpuSeconds();
  const { answers, seconds } = await load.run([request], NOOP_MS);
  sample.perSecond.push(answers / seconds);
  sample.cpuUs.push(((server.cpuSeconds() - cpu) * 1e6) / answers);
}

/** With the queue of the hashing threads always full; beside what bcrypt alone does on as many cores. */
async function signInRow(server: WardkeepProcess, log: Log): Promise<Row> {
  const cores = Math.max(1, availableParallelism() - 1);
  log(`${SIGN_IN}: ${PEOPLE} people sign up`);
  const requests = await signUps(server);
  // Enough that each thread finds the next password when it is done with one, and far from the queue's end.
  const load = await httpLoad(server.port, 4 + 2 * cores);
  const ours: number[] = [];
  const limit: number[] = [];
  try {
    for (let round = 0; round < SIGN_IN_ROUNDS; round += 1) {
      log(`${SIGN_IN}: round ${round + 1} of ${SIGN_IN_ROUNDS}`);
      const { answers, seconds } = await load.run(requests, SIGN_IN_MS);
      ours.push(answers / seconds);
      limit.push(cores * (await bcryptAlone()));
    }
  } finally {
    load.close();
  }
  return {
    ...speedRow(SIGN_IN, {
      ours: { perSecond: ours, cpuUs: [] },
      limit: { perSecond: limit, cpuUs: [] },
      note: `limit: ${cores} of ${availableParallelism()} cores ÷ one bcrypt of cost 12 alone (${(1000 / ((median(limit) ?? Number.NaN) / cores)).toFixed(0)} ms)`,
    }),
    ratioToLimit: medianRatio(ours, limit),
  };
}

async function bcryptAlone(): Promise<number> {
  const [program = '', ...args] = node('bcrypt', String(BCRYPT_MS));
  const { stdout } = await promisify(execFile)(program, args);
  return Number(stdout);
}

async function setUp(server: WardkeepProcess): Promise<{ readonly cookie: string }> {
  const { setUpToken } = server;
  const answer = await post(server, '/api/set-up', { ...newPerson('admin'), setUpToken });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return { cookie: cookie.join('; ') };
}

/** @returns the request with which each of them signs in. */
async function signUps(server: WardkeepProcess): Promise<readonly string[]> {
  const requests: string[] = [];
  for (let person = 0; person < PEOPLE; person += 1) {
    const account = newPerson(`person${person}`);
    await post(server, '/api/accounts', account);
    const { email, password } = account;
    requests.push(
      requestText(
        'POST /api/sessions',
        { host: `127.0.0.1:${server.port}`, 'content-type': 'application/json' },
        JSON.stringify({ email, password }),
      ),
    );
  }
  return requests;
}

function newPerson(name: string) {
  const password = randomBytes(18).toString('base64url');
  return { email: `${name}@example.test`, password, displayName: name };
}

async function post(server: ServerProcess, route: string, body: unknown): Promise<Response> {
  const answer = await fetch(urlOf(server) + route, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
  return answer;
}

function urlOf({ port }: ServerProcess): string {
  return `http://127.0.0.1:${port}`;
}
