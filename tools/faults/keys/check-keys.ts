import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError } from '../../../packages/client/src/index.ts';
import { readChart } from '../../../packages/contract/src/index.ts';
import { openDatabase, type Database } from '../../../packages/server/src/db/database.ts';
import { queries } from '../../../packages/server/src/db/queries.ts';
import type { Violations } from '../check.ts';
import type { ClusterAccess } from '../cluster-access.ts';
import { askOperator, type WorkLine } from './control.ts';
import type { KeyWorker } from './key-work.ts';

/** The server takes up what a kill cut off within 30 s; a renewal of everybody takes its own time after that. */
const RESUME_MS = 300_000;

interface KeyStatus {
  readonly running: readonly unknown[];
  readonly epochs: readonly { readonly epochId: string; readonly state: string }[];
}

/**
 * What must hold of the keys whatever was killed. At each check: one active epoch at the most of two copies that agree.
 * At the last one, once all work has ended: nothing half rotated, half renewed or half erased, and of the erased nobody.
 */
export async function checkKeys(
  world: {
    readonly keyWorker: KeyWorker;
    readonly cluster: ClusterAccess;
    readonly dataDirectory: string;
    readonly whole: boolean;
  },
  violations: Violations,
): Promise<void> {
  const { keyWorker, cluster, dataDirectory, whole } = world;
  const say = (fault: string): void => {
    if (!violations.keys.includes(fault)) violations.keys.push(fault);
  };
  for (const refusal of keyWorker.refused.splice(0)) if (!isExpected(refusal)) say(refusal);
  compareCopies(dataDirectory, say);
  if (!whole) return;
  const status = await settled(dataDirectory, keyWorker, say);
  const states = status.epochs.map(({ state }) => state);
  if (states.filter((state) => state === 'active').length !== 1) say('not one active epoch');
  if (states.includes('retiring')) say('an epoch is still retiring');
  const db = await openDatabase(cluster.settings, { maxConnections: 1 });
  try {
    await checkRows(db, keyWorker, say);
  } finally {
    await db.close();
  }
  for (const { personId, client } of keyWorker.erased) {
    const found = await client.call(readChart, { params: { patientId: personId } }).then(
      () => 'their chart opens',
      (error: unknown) => (error instanceof ProblemError ? undefined : 'their chart answers oddly'),
    );
    if (found !== undefined) say(`an erased person is there: ${found}`);
  }
}

/** Said when work of the same kind is under way, or right after a start. */
function isExpected(refusal: string): boolean {
  return /: (busy|jobs_unavailable|work_aborted|work_unfinished|keys_unavailable|locked|not_found):/.test(
    refusal,
  );
}

function compareCopies(dataDirectory: string, say: (fault: string) => void): void {
  const base = path.dirname(dataDirectory);
  const [one, other] = [path.join(dataDirectory, 'key-store'), path.join(base, 'key-store-copy')];
  const isEpoch = (name: string): boolean => name.startsWith('epoch-') && name.endsWith('.json');
  const names = readdirSync(one).filter(isEpoch).toSorted();
  if (names.join() !== readdirSync(other).filter(isEpoch).toSorted().join())
    say('a copy of the key store lacks an epoch');
  for (const name of names) {
    const same =
      readFileSync(path.join(one, name), 'utf8') === readFileSync(path.join(other, name), 'utf8');
    if (!same) say(`the copies of ${name} differ`);
  }
}

async function settled(
  dataDirectory: string,
  { erased }: KeyWorker,
  say: (fault: string) => void,
): Promise<KeyStatus> {
  const deadline = performance.now() + RESUME_MS;
  // A kill may have come before the order was durable. Asked again, it is finished, whatever was done of it.
  for (const { personId } of erased) {
    const answer = await askUntilOpen(dataDirectory, '/persons/erase', { personId });
    if (answer === undefined || !('result' in answer))
      say(`an erasure asked for again: ${JSON.stringify(answer)}`);
  }
  // What was erased becomes final by it.
  await askUntilOpen(dataDirectory, '/keys/rotate', {});
  for (;;) {
    const answer: unknown = await askOperator(dataDirectory, '/keys');
    const status = answer as KeyStatus; // operations/operator-keys.ts
    if (status.running.length === 0) return status;
    if (performance.now() > deadline) {
      say('key work did not end');
      return status;
    }
    await sleep(250);
  }
}

/** Right after a start the queue is not open for a moment. */
async function askUntilOpen(
  dataDirectory: string,
  address: string,
  body: Readonly<Record<string, unknown>>,
): Promise<WorkLine | undefined> {
  for (let tries = 0; ; tries += 1) {
    const answer = await askOperator(dataDirectory, address, body);
    const isEarly =
      answer !== undefined && 'error' in answer && answer.error.code === 'jobs_unavailable';
    if (!isEarly || tries === 100) return answer;
    await sleep(200);
  }
}

/** Looked for again until it is so: what a kill cut off is taken up when the server looks, some seconds after its start. */
async function checkRows(
  db: Database,
  keyWorker: KeyWorker,
  say: (fault: string) => void,
): Promise<void> {
  const deadline = performance.now() + RESUME_MS;
  for (;;) {
    const faults: string[] = [];
    await lookAtRows(db, keyWorker, (fault) => faults.push(fault));
    if (faults.length === 0) return;
    if (performance.now() > deadline) {
      faults.forEach(say);
      return;
    }
    await sleep(500);
  }
}

async function lookAtRows(
  db: Database,
  keyWorker: KeyWorker,
  say: (fault: string) => void,
): Promise<void> {
  const { retired, toRenew, unfinished, persons } = await db.transaction(async (tx) => ({
    retired: await queries(tx)
      .selectFrom('person_key')
      .select('purpose')
      .where('state', '=', 'retired')
      .where('purpose', '<>', 'audit')
      .execute(),
    toRenew: await queries(tx)
      .selectFrom('person_key')
      .select('purpose')
      .where('renew', '=', true)
      .execute(),
    unfinished: await queries(tx)
      .selectFrom('erasure')
      .select('person_id')
      .where('begun_at', 'is not', null)
      .where('finished_at', 'is', null)
      .execute(),
    persons: await queries(tx).selectFrom('person').select('person_id').execute(),
  }));
  if (retired.length > 0) say(`${retired.length} old keys wait to be re-sealed`);
  if (toRenew.length > 0) say(`${toRenew.length} keys wait for their renewal`);
  if (unfinished.length > 0) say(`${unfinished.length} erasures are not finished`);
  const erased = new Set(keyWorker.erased.map(({ personId }) => personId as string)); // branded
  for (const { person_id: id } of persons) if (erased.has(id)) say('an erased person has a row');
}
