/**
 * What a crowd at the door does to those who are inside: 500 sign-ins at once, while somebody who is signed in reads their
 * chart, and somebody else signs in from a device that is known. Prints the figures; reads within twice their idle p99,
 * what is too much answered 429 at once, and the known device in.
 *
 *   node tools/sign-in-crowd.ts [sign-ins]
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { withScratch } from '../bench/scratch.ts';
import { startWardkeep } from '../bench/server-process.ts';

const SCRATCH_BYTES = 2 ** 30;
const IDLE_READS = 300;
const PAUSE_MS = 5;

const { positionals } = parseArgs({ allowPositionals: true });
const crowd = Number(positionals[0] ?? 500);

await withScratch(SCRATCH_BYTES, async (folder) => {
  const server = await startWardkeep(folder);
  const url = `http://127.0.0.1:${server.port}`;
  try {
    const { setUpToken } = server;
    await post(`${url}/api/set-up`, { ...newPerson('admin'), setUpToken });
    const account = newPerson('reader');
    const { cookie, personId } = await signedIn(await post(`${url}/api/accounts`, account));
    const read = () =>
      timed(() => fetch(`${url}/api/patients/${personId}/chart`, { headers: { cookie } }));
    await reads(read, { until: () => false, most: 100 });
    const idle = await reads(read, { until: () => false, most: IDLE_READS });

    const state = { isOver: false };
    const going = Promise.all(Array.from({ length: crowd }, (_each, place) => signIn(url, place)));
    const over = going.finally(() => (state.isOver = true));
    const device = knownSignIn(url, account, cookie);
    const busy = await reads(read, { until: () => state.isOver, most: Number.POSITIVE_INFINITY });
    report({ idle, busy, answers: await over, device: await device });
  } finally {
    await server.stop();
  }
});

interface Timed {
  readonly status: number;
  readonly ms: number;
}

async function timed(ask: () => Promise<Response>): Promise<Timed> {
  const startMs = performance.now();
  const answer = await ask();
  await answer.arrayBuffer();
  return { status: answer.status, ms: performance.now() - startMs };
}

async function reads(
  read: () => Promise<Timed>,
  { until, most }: { readonly until: () => boolean; readonly most: number },
): Promise<readonly Timed[]> {
  const done: Timed[] = [];
  while (done.length < most && !until()) {
    done.push(await read());
    await sleep(PAUSE_MS);
  }
  return done;
}

/** Nobody's address: the same work as a wrong password, and no limit of one account in the way. */
function signIn(url: string, place: number): Promise<Timed> {
  return timed(() => ask(`${url}/api/sessions`, newPerson(`crowd${place}`)));
}

async function knownSignIn(
  url: string,
  { email, password }: ReturnType<typeof newPerson>,
  cookie: string,
): Promise<Timed> {
  await sleep(200);
  const device =
    cookie.split('; ').find((each) => each.startsWith('__Host-wardkeep-device=')) ?? '';
  return timed(() => ask(`${url}/api/sessions`, { email, password }, { cookie: device }));
}

function ask(
  address: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { email, password } = body as { email: string; password: string }; // members that every body here has
  const sent = address.endsWith('/api/sessions') ? { email, password } : body;
  return fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(sent),
  });
}

async function post(address: string, body: object): Promise<Response> {
  const answer = await ask(address, body);
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function signedIn(answer: Response) {
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const { session } = (await answer.json()) as { session: { personId: string } }; // by the contract
  return { cookie: cookie.join('; '), personId: session.personId };
}

function newPerson(name: string) {
  const password = randomBytes(18).toString('base64url');
  return { email: `${name}@example.test`, password, displayName: 'Somebody Generated' };
}

function report(figures: {
  readonly idle: readonly Timed[];
  readonly busy: readonly Timed[];
  readonly answers: readonly Timed[];
  readonly device: Timed;
}): void {
  const { idle, busy, answers, device } = figures;
  const sentAway = answers.filter(({ status }) => status === 429);
  const others = answers.filter(({ status }) => status !== 429 && status !== 401);
  console.log(`reads, idle:      ${said(idle)}`);
  console.log(`reads, crowd:     ${said(busy)}`);
  console.log(`p99, crowd/idle:  ${(quantile(busy, 0.99) / quantile(idle, 0.99)).toFixed(2)}`);
  console.log(`sent away (429):  ${said(sentAway)}`);
  console.log(`looked at (401):  ${said(answers.filter(({ status }) => status === 401))}`);
  console.log(`anything else:    ${others.length}`);
  console.log(`known device:     ${device.status} after ${device.ms.toFixed(0)} ms`);
}

function said(done: readonly Timed[]): string {
  const failed = done.filter(({ status }) => status >= 500).length;
  return `${done.length} (${failed} broken), p50 ${quantile(done, 0.5).toFixed(1)} ms, p99 ${quantile(done, 0.99).toFixed(1)} ms, most ${quantile(done, 1).toFixed(1)} ms`;
}

function quantile(done: readonly Timed[], part: number): number {
  const sorted = done.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
