import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { writeLargeExport } from '../../packages/server/src/testing/audit-export.ts';
import { median } from '../measure.ts';
import { runProcess } from '../process-run.ts';
import type { Log, Row, RowGroup } from '../row.ts';
import { withScratch } from '../scratch.ts';

const NAME = 'audit/verify-1M';
const LEAVES = 1_000_000;
/** What was promised, in leaves a second: not what a machine gives, so it does not move with the machine. */
const PROMISED = 100_000;
const ROUNDS = 3;
const SCRATCH_BYTES = 2 * 2 ** 30;
const BIN = path.resolve(import.meta.dirname, '../../packages/cli/bin/wardkeep.mjs');

/** `wardkeep audit verify` of an export with a million leaves, offline, in a process of its own, its start included. */
export const auditVerifyRows: RowGroup = {
  names: [NAME],
  run: (_wanted, log) => withScratch(SCRATCH_BYTES, (folder) => onExport(folder, log)),
};

async function onExport(folder: string, log: Log): Promise<readonly Row[]> {
  const directory = path.join(folder, 'export');
  log(`${NAME}: writing an export of ${LEAVES} leaves`);
  const key = await writeLargeExport(directory, LEAVES);
  const args = ['audit', 'verify', directory, '--key', key];
  const seconds: number[] = [];
  const cpuUs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    log(`${NAME}: round ${round + 1} of ${ROUNDS}`);
    // It ends with 0 only when every leaf fits.
    const turn = await runProcess([process.execPath, BIN, ...args], folder);
    seconds.push(turn.seconds);
    cpuUs.push((turn.cpuSeconds * 1e6) / LEAVES);
  }
  const took = median(seconds) ?? Number.NaN;
  const cpu = median(cpuUs) ?? Number.NaN;
  return [
    {
      name: NAME,
      unit: 'ops/s',
      ours: LEAVES / took,
      limit: PROMISED,
      peer: null,
      peerName: null,
      ratioToLimit: LEAVES / took / PROMISED,
      ratioToPeer: null,
      cpu: {
        unit: 'CPU-µs/op',
        ours: cpu,
        limit: 1e6 / PROMISED,
        peer: null,
        ratioToLimit: 1e6 / PROMISED / cpu,
        ratioToPeer: null,
      },
      loadAverage: loadavg()[0] ?? 0,
      note: `${took.toFixed(1)} s for ${LEAVES} leaves on ${availableParallelism()} cores (rounds: ${seconds.map((each) => each.toFixed(1)).join(', ')}); limit: the promise, by CPU as if on one core`,
    },
  ];
}
