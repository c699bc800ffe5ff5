import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { requestText } from '../http-load.ts';
import type { Log } from '../row.ts';
import { withScratch } from '../scratch.ts';
import { startAgain, startProgram, type ServerProcess } from '../server-process.ts';
import type { BareOptions } from './bare-options.ts';
import type { SeedAnswer, SeedOrder, SignedIn } from './seed-order.ts';
import { seed } from './seed.ts';

/** Ours and the bare program, each on an embedded PostgreSQL of its own, with as much in it. */
export interface Sides {
  readonly ours: ServerProcess;
  readonly limit: ServerProcess;
  readonly seeded: SeedAnswer;
  /** Persons of the bare program, each with a record. */
  readonly targets: readonly { readonly personId: string; readonly id: string }[];
}

export type SidesOrder = Partial<SeedOrder> & { readonly plainPatients?: number };

/** Patient, Encounter and two Observations. */
const RECORDS_OF_EACH = 4;
const SCRATCH_BYTES = 6 * 2 ** 30;

/**
 * In a scratch folder; or, if WARDKEEP_BENCH_KEEP names a folder, in one below it that is kept, so that the next run need not
 * fill it again.
 */
export async function withSides<T>(
  name: string,
  order: SidesOrder,
  log: Log,
  use: (sides: Sides) => Promise<T>,
): Promise<T> {
  const kept = process.env['WARDKEEP_BENCH_KEEP'];
  if (kept === undefined)
    return withScratch(SCRATCH_BYTES, (folder) => onSides(folder, order, log, use));
  const folder = path.join(kept, name);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return onSides(folder, order, log, use);
}

async function onSides<T>(
  folder: string,
  order: SidesOrder,
  log: Log,
  use: (sides: Sides) => Promise<T>,
): Promise<T> {
  const { plainPatients = 0, ...made } = order;
  const [own, bare] = [path.join(folder, 'ours'), path.join(folder, 'bare')];
  for (const each of [own, bare]) mkdirSync(each, { recursive: true });
  // PostgreSQL runs as a user of its own when we are root, and has to pass through.
  for (const each of [folder, own, bare]) chmodSync(each, 0o711);
  const seeded = await seed(own, made, log);
  const persons = Math.max(1, order.patients ?? 1);
  const { sizes } = seeded;
  const limit = await startBare(bare, {
    persons,
    recordsOfEach: RECORDS_OF_EACH,
    plainPatients,
    sizes,
  });
  const answer = await fetch(`http://127.0.0.1:${limit.port}/targets`);
  const targets = (await answer.json()) as Sides['targets']; // as bare-fhir.ts writes it
  const ours = await startAgain(own);
  try {
    return await use({ ours, limit, seeded, targets });
  } finally {
    await Promise.all([ours.stop(), limit.stop()]);
  }
}

export function startBare(folder: string, options: BareOptions): Promise<ServerProcess> {
  return startProgram('bare-fhir', path.join(folder, 'postgres'), JSON.stringify(options));
}

/** As a browser sends it. */
export function requestBy(
  { port }: ServerProcess,
  caller: Pick<SignedIn, 'cookie' | 'csrfToken'> | undefined,
  line: string,
  body = '',
): string {
  const headers = {
    host: `127.0.0.1:${port}`,
    'accept-language': 'en',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'sec-fetch-site': 'same-origin',
    ...(caller === undefined ? {} : { cookie: caller.cookie }),
    ...(caller === undefined || body === '' ? {} : { 'wardkeep-csrf': caller.csrfToken }),
    ...(body === '' ? {} : { 'content-type': 'application/fhir+json' }),
  };
  return requestText(line, headers, body);
}
