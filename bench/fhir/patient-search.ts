import { loadavg } from 'node:os';
import { httpLoad } from '../http-load.ts';
import { median, medianRatio } from '../measure.ts';
import { treeCpu } from '../process-tree.ts';
import type { Log, Row } from '../row.ts';
import { IDENTIFIER_SYSTEM, identifierOf, nameOf } from './sample.ts';
import { requestBy, type Sides } from './sides.ts';

const BY_IDENTIFIER = 'fhir/patient-search-identifier';
const BY_NAME = 'fhir/patient-search-name';
export const PATIENT_SEARCHES: readonly string[] = [BY_IDENTIFIER, BY_NAME];

const ROUNDS = 11;
const ROUND_MS = 1_000;
const ASKED = 400;

/** One doctor who may see them all looks for one of so many: p50, over one connection. */
export async function patientSearchRows(
  sides: Sides,
  patients: number,
  wanted: (name: string) => boolean,
  log: Log,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const name of PATIENT_SEARCHES)
    if (wanted(name)) rows.push(await searchRow(sides, name, patients, log));
  return rows;
}

async function searchRow(sides: Sides, name: string, patients: number, log: Log): Promise<Row> {
  log(`${name}: searching`);
  const people = Array.from({ length: ASKED }, (_each, turn) => (turn * 7919) % patients);
  const lines = people.map((person) => `GET /fhir/R4/Patient?${queryOf(name, person)}`);
  const { ours, limit, seeded } = sides;
  const own = lines.map((line) => requestBy(ours, seeded.doctor, line));
  const bare = lines.map((line) => requestBy(limit, undefined, line));
  await refuseEmpty(sides, lines[0] ?? '');
  const loads = [await httpLoad(ours.port, 1), await httpLoad(limit.port, 1)] as const;
  const p50: [number[], number[]] = [[], []];
  const cpuUs: [number[], number[]] = [[], []];
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const side of round % 2 ? ([1, 0] as const) : ([0, 1] as const)) {
      const { pid } = side === 0 ? ours : limit;
      const before = treeCpu(pid);
      const { milliseconds, answers } = await loads[side].run(side === 0 ? own : bare, ROUND_MS);
      const after = treeCpu(pid);
      if (round < 0) continue;
      p50[side].push(median(milliseconds) ?? Number.NaN);
      const cpu = after.own + after.others - before.own - before.others;
      cpuUs[side].push((cpu * 1e6) / answers);
    }
  }
  for (const load of loads) load.close();
  return {
    name,
    unit: 'ms',
    ours: median(p50[0]),
    limit: median(p50[1]),
    peer: null,
    peerName: null,
    ratioToLimit: medianRatio(p50[1], p50[0]),
    ratioToPeer: null,
    cpu: {
      unit: 'CPU-µs/op',
      ours: median(cpuUs[0]),
      limit: median(cpuUs[1]),
      peer: null,
      ratioToLimit: medianRatio(cpuUs[1], cpuUs[0]),
      ratioToPeer: null,
    },
    loadAverage: loadavg()[0] ?? 0,
    note: `p50 among ${patients} patients, all of whom the doctor may see; limit: the same look-up by a B-tree in the open, which records nothing`,
  };
}

function queryOf(name: string, person: number): string {
  if (name === BY_IDENTIFIER)
    return `identifier=${encodeURIComponent(IDENTIFIER_SYSTEM)}%7C${identifierOf(person)}`;
  const { given, family } = nameOf(person);
  return `family=${family.toLowerCase()}&given=${given}`;
}

/** A search that finds nobody is fast. */
async function refuseEmpty({ ours, limit, seeded }: Sides, line: string): Promise<void> {
  for (const { port } of [ours, limit]) {
    const answer = await fetch(`http://127.0.0.1:${port}${line.slice('GET '.length)}`, {
      headers: { cookie: seeded.doctor?.cookie ?? '' },
    });
    const text = await answer.text();
    const found = (JSON.parse(text) as { total?: number }).total; // a Bundle, or an error without it
    if (found === undefined || found < 1) throw new Error(`found nobody: ${text.slice(0, 300)}`);
  }
}
