import { loadavg } from 'node:os';
import { sampleObservation } from '../fhir/sample.ts';
import { requestBy, withSides, type Sides } from '../fhir/sides.ts';
import { httpLoad, type HttpLoad } from '../http-load.ts';
import { median, speedRow } from '../measure.ts';
import { residentMiB, treeCpu } from '../process-tree.ts';
import { PATIENT_SEARCHES, patientSearchRows } from '../fhir/patient-search.ts';
import type { Log, Row, RowGroup } from '../row.ts';
import type { ServerProcess } from '../server-process.ts';

const ROUNDS = Number(process.env['WARDKEEP_BENCH_ROUNDS'] ?? 11);
const ROUND_MS = 1_000;
/** Until what is on the way is compiled. */
const WARM_ANSWERS = 4_000;
/** But a machine that is so slow shows only ratios anyway. */
const WARM_TURNS = 12;
const OWNERS = 200;
const RSS = 'server/rss/serving';
const PROMISED_MIB = 250;

type Kind = 'read' | 'create' | 'read-consented';

/** At so many patients; the cost of a request must not grow with them. */
const FEW = { told: '1e3', patients: 1_000, consented: 200, plainPatients: 0 };
/** Searches are among these: one doctor may see them all. */
const MANY = { told: '1e5', patients: 100_000, consented: 100_000, plainPatients: 100_000 };
const POPULATIONS = [FEW, MANY];

const CASES: readonly { readonly kind: Kind; readonly connections: number }[] = [
  { kind: 'read', connections: 1 },
  { kind: 'read', connections: 16 },
  { kind: 'read-consented', connections: 16 },
  { kind: 'create', connections: 1 },
  { kind: 'create', connections: 16 },
];

const nameOfRow = (kind: Kind, connections: number, told: string): string =>
  `fhir/${kind}-${connections}@${told}`;

/** One Observation, read by its owner or by a doctor with a consent, or added by its owner: sealed, audited, on disk before the answer. */
export const fhirOneRows: RowGroup = {
  names: [
    ...POPULATIONS.flatMap(({ told }) =>
      CASES.map(({ kind, connections }) => nameOfRow(kind, connections, told)),
    ),
    ...PATIENT_SEARCHES,
    RSS,
  ],
  run: async (wanted, log) => {
    const rows: Row[] = [];
    for (const { told, ...order } of POPULATIONS) {
      const more = told === MANY.told ? [...PATIENT_SEARCHES, RSS] : [];
      const own = CASES.map(({ kind, connections }) => nameOfRow(kind, connections, told));
      if (![...own, ...more].some(wanted)) continue;
      const all = { ...order, owners: OWNERS, doctor: true };
      rows.push(
        ...(await withSides(`fhir-${told}`, all, log, (sides) => rowsOf(sides, told, wanted, log))),
      );
    }
    return rows;
  },
};

async function rowsOf(
  sides: Sides,
  told: string,
  wanted: (name: string) => boolean,
  log: Log,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const each of CASES) {
    const name = nameOfRow(each.kind, each.connections, told);
    if (wanted(name)) rows.push(await measured(sides, each, name, log));
  }
  if (told !== MANY.told) return rows;
  // Before anything else uses memory, if only this is wanted.
  if (wanted(RSS)) rows.push(await servingRow(sides, log));
  rows.push(...(await patientSearchRows(sides, MANY.patients, wanted, log)));
  return rows;
}

interface Side {
  readonly server: ServerProcess;
  readonly load: HttpLoad;
  readonly requests: readonly string[];
  readonly sample: { readonly perSecond: number[]; readonly cpuUs: number[] };
  readonly nodeUs: number[];
  readonly milliseconds: number[];
}

async function measured(
  sides: Sides,
  { kind, connections }: { readonly kind: Kind; readonly connections: number },
  name: string,
  log: Log,
): Promise<Row> {
  const ours = await newSide(sides.ours, oursOf(sides, kind), connections);
  const limit = await newSide(sides.limit, limitOf(sides, kind), connections);
  const both = [ours, limit];
  try {
    log(`${name}: warming up`);
    // In turns: a connection that nobody uses for a minute is closed.
    for (let turns = 0, fewest = 0; fewest < WARM_ANSWERS && turns < WARM_TURNS; turns += 1) {
      const warm = [];
      for (const { load, requests } of both) warm.push(await load.run(requests, ROUND_MS));
      fewest += Math.min(...warm.map(({ answers }) => answers));
    }
    for (let round = 0; round < ROUNDS; round += 1)
      for (const each of round % 2 ? both.toReversed() : both) await turn(each);
  } finally {
    for (const { load } of both) load.close();
  }
  return speedRow(name, { ours: ours.sample, limit: limit.sample, note: noteOf(ours, limit) });
}

async function newSide(
  server: ServerProcess,
  requests: readonly string[],
  connections: number,
): Promise<Side> {
  const load = await httpLoad(server.port, connections);
  const sample = { perSecond: [], cpuUs: [] };
  return { server, load, requests, sample, nodeUs: [], milliseconds: [] };
}

async function turn({ server, load, requests, sample, nodeUs, milliseconds }: Side): Promise<void> {
  const before = treeCpu(server.pid);
  const done = await load.run(requests, ROUND_MS);
  const after = treeCpu(server.pid);
  const own = ((after.own - before.own) * 1e6) / done.answers;
  const others = ((after.others - before.others) * 1e6) / done.answers;
  sample.perSecond.push(done.answers / done.seconds);
  sample.cpuUs.push(own + others);
  nodeUs.push(own);
  milliseconds.push(median(done.milliseconds) ?? Number.NaN);
}

function noteOf(ours: Side, limit: Side): string {
  const told = ({ sample, nodeUs, milliseconds }: Side): string => {
    const [all, own] = [median(sample.cpuUs) ?? 0, median(nodeUs) ?? 0];
    return `${own.toFixed(0)} + ${(all - own).toFixed(0)} CPU-µs (Node + PostgreSQL), p50 ${(median(milliseconds) ?? 0).toFixed(2)} ms`;
  };
  return `ours ${told(ours)}; limit ${told(limit)}`;
}

function oursOf({ ours, seeded }: Sides, kind: Kind): readonly string[] {
  const { owners, doctor, consented } = seeded;
  if (kind === 'read-consented')
    return consented.map(({ observationId }) =>
      requestBy(ours, doctor, `GET /fhir/R4/Observation/${observationId}`),
    );
  return owners.map((owner, index) =>
    kind === 'read'
      ? requestBy(ours, owner, `GET /fhir/R4/Observation/${owner.observationId}`)
      : requestBy(ours, owner, 'POST /fhir/R4/Observation', bodyOf(owner, index)),
  );
}

function limitOf({ limit, targets }: Sides, kind: Kind): readonly string[] {
  return targets.map(({ personId, id }, index) =>
    kind === 'create'
      ? requestBy(
          limit,
          undefined,
          'POST /fhir/R4/Observation',
          bodyOf({ personId, encounterId: id }, index),
        )
      : requestBy(limit, undefined, `GET /fhir/R4/Observation/${id}`),
  );
}

function bodyOf(
  about: { readonly personId: string; readonly encounterId: string },
  number: number,
) {
  return JSON.stringify(sampleObservation(about, number));
}

/** After what it has served so far, and some more. */
async function servingRow(sides: Sides, log: Log): Promise<Row> {
  log(`${RSS}: reading`);
  const load = await httpLoad(sides.ours.port, 16);
  await load.run(oursOf(sides, 'read'), 10_000);
  load.close();
  const ours = residentMiB(sides.ours.pid, 'VmRSS');
  const peak = residentMiB(sides.ours.pid, 'VmHWM');
  return {
    name: RSS,
    unit: 'MiB',
    ours,
    limit: PROMISED_MIB,
    peer: null,
    peerName: null,
    ratioToLimit: PROMISED_MIB / ours,
    ratioToPeer: null,
    loadAverage: loadavg()[0] ?? 0,
    note: `resident memory of the server after reads over 16 connections; ${peak.toFixed(0)} MiB at most since its start; limit: what is promised`,
  };
}
