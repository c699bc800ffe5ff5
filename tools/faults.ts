/**
 * `npm run faults`: kills the server, its database or both while patients import, and holds what was acknowledged
 * against what is there. Exit code 1 when anything acknowledged is lost, half written or not in the audit log.
 *
 *   node tools/faults.ts [--keys | --disk-full] [--kills N=100] [--seed S] [--clients N=3] [--json]
 *
 * With --keys the server alone is killed, each time while keys are rotated, revoked, moved to another provider or a person is erased.
 *
 * With --disk-full nothing is killed: the data directory is on a small disk that is filled N times (5 unless said), which takes root on Linux.
 * Exit code 1 too when the server acknowledged what it could not keep, or did not go on by itself once there was space.
 *
 * The same seed sends the same data and chooses the same moments; what the machine does in them differs from run to run.
 */
import { parseArgs } from 'node:util';
import { summaryOf } from './faults/report.ts';
import { runFaults } from './faults/run-faults.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    clients: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now()) },
    keys: { type: 'boolean', default: false },
    'disk-full': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
process.exitCode = await main();

async function main(): Promise<number> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping.abort();
    });
  }
  const report = await runFaults({
    kills: count('kills', values.kills ?? (values['disk-full'] ? '5' : '100'), 0),
    diskFull: values['disk-full'],
    clients: count('clients', values.clients, 1),
    keys: values.keys,
    // Charts must not grow so large that renewing them takes longer than the rest.
    requestsMost: values.keys ? 4 : 30,
    seed: values.seed,
    today: new Date(),
    progress: (line) => {
      console.error(line);
    },
    signal: stopping.signal,
  });
  console.log(values.json ? JSON.stringify(report, null, 2) : summaryOf(report));
  return report.ok ? 0 : 1;
}

function count(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new RangeError(`--${name} takes a whole number from ${least} on`);
}
