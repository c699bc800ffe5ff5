import { chmodSync } from 'node:fs';
import { loadavg } from 'node:os';
import { seed } from '../fhir/seed.ts';
import type { SignedIn } from '../fhir/seed-order.ts';
import { median } from '../measure.ts';
import { treeCpu } from '../process-tree.ts';
import type { Row, RowGroup } from '../row.ts';
import { withScratch } from '../scratch.ts';
import { startAgain, type ServerProcess } from '../server-process.ts';

const STARTED = 'fhir/chart-search-5000/after-start';
const COLD = 'fhir/chart-search-5000/cold';
const WARM = 'fhir/chart-search-5000/warm';
const SCRATCH_BYTES = 2 * 2 ** 30;
const RECORDS = 5_000;
const STARTS = 3;
const CHARTS = 9;
const WARM_ANSWERS = 15;
const PROMISED_MS = 100;

/** All of a chart are Observations, so each of the 5,000 is opened and compared. */
export const fhirChartSearchRows: RowGroup = {
  names: [STARTED, COLD, WARM],
  run: (wanted, log) =>
    withScratch(SCRATCH_BYTES, async (folder) => {
      chmodSync(folder, 0o711);
      const order = { charts: CHARTS, recordsOfChart: RECORDS };
      const { charts } = await seed(folder, order, log);
      const [first] = charts;
      if (first === undefined) return [];
      const started: Took[] = [];
      let server: ServerProcess | undefined;
      for (let start = 0; start < STARTS; start += 1) {
        await server?.stop();
        server = await startAgain(folder);
        started.push(await search(server, first));
      }
      if (server === undefined) return [];
      const [cold, warm]: [Took[], Took[]] = [[], []];
      try {
        for (const chart of charts.slice(1)) cold.push(await search(server, chart));
        for (let turn = 0; turn < WARM_ANSWERS; turn += 1) warm.push(await search(server, first));
      } finally {
        await server.stop();
      }
      return [
        rowOf(STARTED, started, 'the first request of all after the server’s start'),
        rowOf(COLD, cold, 'the first request for each of eight charts, by a server that runs'),
        rowOf(WARM, warm, 'the same chart again'),
      ].filter(({ name }) => wanted(name));
    }),
};

interface Took {
  readonly milliseconds: number;
  /** Node and PostgreSQL; in steps of ten. */
  readonly cpuMs: number;
}

/** Until the whole body is there. */
async function search({ port, pid }: ServerProcess, { personId, cookie }: SignedIn): Promise<Took> {
  const query = `subject=Patient/${personId}&code=http://loinc.org|6695-2&date=ge2018-01-01&_sort=-date&_count=20`;
  const before = treeCpu(pid);
  const begun = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/fhir/R4/Observation?${query}`, {
    headers: { cookie },
  });
  const text = await answer.text();
  const milliseconds = performance.now() - begun;
  const after = treeCpu(pid);
  const cpuMs = (after.own + after.others - before.own - before.others) * 1000;
  const { total } = JSON.parse(text) as { total?: number }; // a Bundle, or an error without it
  if (!answer.ok || total === undefined || total < 20)
    throw new Error(`the search found ${String(total)}: ${text.slice(0, 300)}`);
  return { milliseconds, cpuMs };
}

function rowOf(name: string, took: readonly Took[], what: string): Row {
  const ours = median(took.map(({ milliseconds }) => milliseconds)) ?? Number.NaN;
  const each = took.map(({ milliseconds }) => milliseconds.toFixed(0)).join(', ');
  const cpu = median(took.map(({ cpuMs }) => cpuMs)) ?? Number.NaN;
  return {
    name,
    unit: 'ms',
    ours,
    limit: PROMISED_MS,
    peer: null,
    peerName: null,
    ratioToLimit: PROMISED_MS / ours,
    ratioToPeer: null,
    loadAverage: loadavg()[0] ?? 0,
    note: `${what}: median of ${each}; ${cpu.toFixed(0)} CPU-ms; code, date, _sort and _count among ${RECORDS} Observations of one chart; limit: what is promised`,
  };
}
