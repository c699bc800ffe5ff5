import { chmodSync } from 'node:fs';
import { loadavg } from 'node:os';
import { seed } from '../fhir/seed.ts';
import type { SignedIn } from '../fhir/seed-order.ts';
import { withSides, type Sides } from '../fhir/sides.ts';
import { syntheaBundles, type SyntheaBundle } from '../fhir/synthea.ts';
import { speedRow } from '../measure.ts';
import { residentMiB, treeCpu } from '../process-tree.ts';
import type { Log, Row, RowGroup } from '../row.ts';
import { withScratch } from '../scratch.ts';
import { startAgain, type ServerProcess } from '../server-process.ts';

const TRANSACTION = 'fhir/transaction';
const IMPORT = 'fhir/import-180';
const RSS = 'server/rss/importing';

/** Each pass sends every Bundle to a new chart. */
const PASSES = Number(process.env['WARDKEEP_BENCH_ROUNDS'] ?? 6) >> 1 || 1;
const BUNDLES_A_TURN = 5;
/** So that Node and PostgreSQL both have something to do. */
const AT_ONCE = 2;
const IMPORTS_AT_ONCE = 4;
const IMPORT_SCRATCH_BYTES = 3 * 2 ** 30;
const PROMISED_IMPORT_MS = 8_000;
const PROMISED_MIB = 350;

/** Whole records at a time, from Synthea's files in `../shared/data`; without those there are no rows. */
export const fhirBundleRows: RowGroup = {
  names: [TRANSACTION, IMPORT, RSS],
  run: async (wanted, log) => {
    const rows: Row[] = [];
    if (wanted(TRANSACTION)) rows.push(...(await transactionRows(log)));
    if (wanted(IMPORT) || wanted(RSS)) rows.push(...(await importRows(log)));
    return rows.filter(({ name }) => wanted(name));
  },
};

async function transactionRows(log: Log): Promise<readonly Row[]> {
  const bundles = syntheaBundles(['plain']);
  if (bundles === undefined) return skipped(TRANSACTION, log);
  // An owner with a record, so that the sizes of events are known, and one warm-up.
  const empty = (PASSES + 1) * bundles.length;
  const order = { patients: 1, owners: 1, empty };
  return [
    await withSides(`fhir-transaction-${empty}`, order, log, (sides) =>
      transactionRow(sides, bundles, log),
    ),
  ];
}

async function transactionRow(
  sides: Sides,
  bundles: readonly SyntheaBundle[],
  log: Log,
): Promise<Row> {
  const { ours, limit, seeded } = sides;
  const send = { ours: oursOf(ours, seeded.empty), limit: limitOf(limit) };
  for (const { rows } of bundles) await post(`${urlOf(limit)}/bundles`, JSON.stringify(rows), {});
  const samples = { ours: newSample(), limit: newSample() };
  const turnOf = async (side: Side, from: number): Promise<Turn> => {
    const some = bundles.slice(from, from + BUNDLES_A_TURN);
    const work = some.map(
      ({ text }, index) =>
        () =>
          send[side](from + index, text),
    );
    const resources = some.reduce((sum, each) => sum + each.resources, 0);
    return timed(sides[side], resources, () => several(AT_ONCE, work));
  };
  for (let pass = -1; pass < PASSES; pass += 1) {
    log(`${TRANSACTION}: pass ${pass + 1} of ${PASSES}`);
    // The first only warms up.
    const into = pass < 0 ? { ours: newSample(), limit: newSample() } : samples;
    for (let from = 0; from < bundles.length; from += BUNDLES_A_TURN)
      for (const side of sidesIn((from / BUNDLES_A_TURN) % 2)) {
        const turn = await turnOf(side, from);
        into[side].perSecond.push(turn.perSecond);
        into[side].cpuUs.push(turn.cpuUs);
      }
  }
  return speedRow(TRANSACTION, {
    ...samples,
    note: `resources a second: ${bundles.length} Synthea Bundles as transactions, ${AT_ONCE} at once, each into a chart that is empty; CPU with PostgreSQL’s; limit: rows of the same sizes, ready in memory, inserted by one statement and transaction for each Bundle`,
  });
}

type Side = 'ours' | 'limit';

function sidesIn(turn: number): readonly Side[] {
  return turn === 0 ? ['ours', 'limit'] : ['limit', 'ours'];
}

/** Each Bundle goes to the chart of whoever had none before. */
function oursOf(server: ServerProcess, people: readonly SignedIn[]) {
  let next = 0;
  return async (_number: number, text: string): Promise<void> => {
    const person = people[next++];
    if (person === undefined) throw new Error('nobody is left whose chart is empty');
    await post(`${urlOf(server)}/fhir/R4`, text, headersOf(person));
  };
}

function limitOf(server: ServerProcess) {
  return async (number: number): Promise<void> => {
    await post(`${urlOf(server)}/bundles/${number}`, '{}', {});
  };
}

function newSample(): { readonly perSecond: number[]; readonly cpuUs: number[] } {
  return { perSecond: [], cpuUs: [] };
}

interface Turn {
  readonly perSecond: number;
  readonly cpuUs: number;
}

async function timed(
  server: ServerProcess,
  resources: number,
  work: () => Promise<void>,
): Promise<Turn> {
  const before = treeCpu(server.pid);
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  const after = treeCpu(server.pid);
  const cpu = after.own + after.others - before.own - before.others;
  return { perSecond: resources / seconds, cpuUs: (cpu * 1e6) / resources };
}

/** As whoever moves to us does it: every patient’s record, several requests at once, to a server that has just started. */
async function importRows(log: Log): Promise<readonly Row[]> {
  const bundles = syntheaBundles(['plain', 'gz', 'gz-v2.5.0']);
  if (bundles === undefined) return skipped(IMPORT, log);
  return withScratch(IMPORT_SCRATCH_BYTES, async (folder) => {
    chmodSync(folder, 0o711);
    const order = { doctor: true, empty: bundles.length };
    const { doctor, empty } = await seed(folder, order, log);
    const server = await startAgain(folder);
    try {
      const toOrganisation = `/api/organisations/${doctor?.organisationId ?? ''}/imports`;
      const knowsMany = doctor !== undefined && (await isThere(server, toOrganisation, doctor));
      const idle = residentMiB(server.pid, 'VmRSS');
      const work = bundles.map(({ text }, index) => () => {
        const person = knowsMany ? doctor : empty[index];
        if (person === undefined) throw new Error('a Bundle has nobody to import it');
        const own = `/api/patients/${person.personId}/imports`;
        return post(`${urlOf(server)}${knowsMany ? toOrganisation : own}`, text, headersOf(person));
      });
      const resources = bundles.reduce((sum, each) => sum + each.resources, 0);
      log(`${IMPORT}: importing ${bundles.length} patients`);
      const before = treeCpu(server.pid);
      const turn = await timed(server, resources, () => several(IMPORTS_AT_ONCE, work));
      const after = treeCpu(server.pid);
      const [own, others] = [after.own - before.own, after.others - before.others];
      const how = knowsMany
        ? 'by one doctor into new charts'
        : 'each by its owner into an empty chart';
      const note = `ms for ${bundles.length} patients with ${resources} resources, ${how}, ${IMPORTS_AT_ONCE} at once: ${turn.perSecond.toFixed(0)} resources/s; CPU ${own.toFixed(1)} s of Node and ${others.toFixed(1)} s of PostgreSQL; limit: what is promised`;
      const peak = residentMiB(server.pid, 'VmHWM');
      return [
        promisedRow(IMPORT, 'ms', [(resources / turn.perSecond) * 1000, PROMISED_IMPORT_MS], note),
        promisedRow(
          RSS,
          'MiB',
          [peak, PROMISED_MIB],
          `the most resident memory of the server from its start to the end of the import; ${idle.toFixed(0)} MiB before it; limit: what is promised`,
        ),
      ];
    } finally {
      await server.stop();
    }
  });
}

/** Whether this server takes the import of many at all. */
async function isThere(server: ServerProcess, route: string, caller: SignedIn): Promise<boolean> {
  const answer = await fetch(urlOf(server) + route, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', ...headersOf(caller) },
    body: '{}',
  });
  await answer.text();
  return answer.status !== 404;
}

/** Rows whose limit is a promise. */
function promisedRow(
  name: string,
  unit: Row['unit'],
  [ours, limit]: readonly [number, number],
  note: string,
): Row {
  const none = { peer: null, peerName: null, ratioToPeer: null };
  const loadAverage = loadavg()[0] ?? 0;
  return { name, unit, ours, limit, ...none, ratioToLimit: limit / ours, loadAverage, note };
}

function skipped(name: string, log: Log): readonly Row[] {
  log(`SKIPPED: ${name} needs ../shared/data/fhir/synthea-r4, which is not there.`);
  return [];
}

/** So many at a time, until all are done. */
async function several(most: number, work: readonly (() => Promise<void>)[]): Promise<void> {
  const left = work.values();
  const one = async (): Promise<void> => {
    for (const each of left) await each();
  };
  await Promise.all(Array.from({ length: most }, one));
}

function headersOf({ cookie, csrfToken }: SignedIn): Readonly<Record<string, string>> {
  return { cookie, 'wardkeep-csrf': csrfToken };
}

async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text.slice(0, 500)}`);
}

function urlOf({ port }: ServerProcess): string {
  return `http://127.0.0.1:${port}`;
}
