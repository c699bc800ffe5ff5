import { execFile } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Log } from '../row.ts';
import { node } from '../process-run.ts';
import { serverSettings } from '../server-process.ts';
import type { SeedAnswer, SeedOrder } from './seed-order.ts';

const NOTHING: SeedOrder = {
  patients: 0,
  owners: 0,
  consented: 0,
  doctor: false,
  charts: 0,
  recordsOfChart: 0,
  empty: 0,
};

/** People with records and sessions in the data directory of `folder`, for the server that is started there next. */
export async function seed(
  folder: string,
  order: Partial<SeedOrder>,
  log: Log,
): Promise<SeedAnswer> {
  // PostgreSQL runs as a user of its own when we are root, and has to pass through.
  chmodSync(folder, 0o711);
  const file = path.join(folder, 'seeded.json');
  const [program = '', ...args] = node('fhir-seed', JSON.stringify({ ...NOTHING, ...order }), file);
  const env = await serverSettings(folder);
  await promisify(execFile)(program, args, { env, maxBuffer: 2 ** 26 });
  const answer = JSON.parse(readFileSync(file, 'utf8')) as SeedAnswer; // as fhir-seed.ts writes it
  log(`seeded ${JSON.stringify(order)} in ${answer.seconds.toFixed(1)} s`);
  return answer;
}
