import { setTimeout as sleep } from 'node:timers/promises';
import { checkPage, erasedTokens, listLogs, type PageVerdict } from '../audit/index.ts';
import { recordOperationIn, type Gate } from '../gate/index.ts';
import { readRestrictions, type KeyProgress } from '../vault/index.ts';
import { readCheckState, writeCheckState, type CheckState } from './audit-check-store.ts';
import { cutLogs } from './cut-logs.ts';
import { mayBeRetired } from './retention/index.ts';

export interface CheckOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: KeyProgress) => void;
  /** Tiles of 256 leaves in one run; enough for five million events a day unless said. */
  readonly pages?: number;
  /** Whole years for which events are kept after theirs; the shortest that can be set unless said. */
  readonly keptYears?: number;
}

export interface CheckedAudit {
  /** Pages that fitted. */
  readonly pages: number;
  /** Logs that came to their end. */
  readonly finished: number;
  readonly faults: number;
}

const PAGES_A_RUN = 800;
const PAGES_A_NOTE = 16;
/** Between two pages, which take about as long: half a core at most, and requests in between. */
const PAUSE_MS = 10;
/** After a walk has ended; the job comes every hour. */
const HOUR_MS = 3_600_000;
const AGAIN_MS = 23 * HOUR_MS;

/**
 * A slice of the background check of every event, from where the last one ended. At what does not fit it stops, says so
 * once, and looks at the same page again the next time: what was put right is gone on from.
 */
export async function checkAudit(gate: Gate, options: CheckOptions = {}): Promise<CheckedAudit> {
  const indexes = await readIndexes(gate, options);
  const logs = await gate.db.transaction(listLogs, { readOnly: true });
  const total = { pages: 0, finished: 0, faults: 0 };
  const cut = await cutLogs(gate);
  for (const [log, at] of cut) {
    await stopAtCut(gate, log, at);
    total.faults += 1;
  }
  let left = options.pages ?? PAGES_A_RUN;
  for (const { log, size } of logs) {
    if (cut.has(log)) continue;
    const run = await walk(gate, { log, size, pages: left, indexes, ...options });
    left -= run.pages;
    total.pages += run.pages;
    total.finished += run.end === 'finished' ? 1 : 0;
    total.faults += run.end === 'fault' ? 1 : 0;
    if (left <= 0 || options.signal?.aborted === true) break;
  }
  return total;
}

type Indexes = Parameters<typeof checkPage>[0]['indexes'];

async function readIndexes(
  gate: Gate,
  { keptYears = 1 }: Pick<CheckOptions, 'keptYears'>,
): Promise<Indexes> {
  const { rows } = await gate.db.transaction((tx) => readRestrictions(tx, gate.hashes));
  const erasedIds = rows.flatMap(({ kind, personId }) =>
    kind === 'person-erased' ? [personId] : [],
  );
  const erased = erasedTokens(gate.auditSealing, erasedIds);
  return { ...gate.auditSealing, erased, mayBeRetired: mayBeRetired(gate, keptYears) };
}

interface WalkOptions extends CheckOptions {
  readonly log: string;
  readonly size: number;
  readonly pages: number;
  readonly indexes: Indexes;
}

type WalkEnd = 'finished' | 'fault' | 'paused' | 'resting';

async function walk(
  gate: Gate,
  { log, size, pages, indexes, signal, onProgress, ...options }: WalkOptions,
): Promise<{ readonly pages: number; readonly end: WalkEnd }> {
  const state = await gate.db.transaction((tx) => readCheckState(tx, log), { readOnly: true });
  if (isResting(state, gate.now())) return { pages: 0, end: 'resting' };
  let from = state.nextLeaf;
  for (let done = 0; done < pages; done += 1) {
    if (signal?.aborted === true) break;
    const page = { db: gate.db, checkpointKey: gate.checkpointKey, log, from, indexes };
    const seen = await checkPage(page);
    // Somebody may have been erased since the run began: their events have no tokens then.
    const verdict =
      seen.fault === null
        ? seen
        : await checkPage({ ...page, indexes: await readIndexes(gate, options) });
    if (verdict.fault !== null) {
      await stopAt(gate, log, { state, from, fault: verdict.fault });
      return { pages: done, end: 'fault' };
    }
    from = verdict.next;
    if (from === 0) {
      await finish(gate, log);
      return { pages: done + 1, end: 'finished' };
    }
    if (done % PAGES_A_NOTE === PAGES_A_NOTE - 1 || done === pages - 1)
      await note(gate, log, { ...state, nextLeaf: from, fault: null, faultAt: null });
    onProgress?.({ phase: log, done: from, total: size });
    await sleep(PAUSE_MS);
  }
  return { pages, end: 'paused' };
}

function isResting({ nextLeaf, finishedAt, fault }: CheckState, now: Date): boolean {
  if (nextLeaf > 0 || fault !== null || finishedAt === null) return false;
  const restedMs = now.getTime() - finishedAt.getTime();
  // What ended in the future was written by a wrong clock, or by whoever wants nobody to look.
  return restedMs > -HOUR_MS && restedMs < AGAIN_MS;
}

function note(gate: Gate, log: string, state: CheckState): Promise<void> {
  return gate.db.transaction((tx) => writeCheckState(tx, log, state));
}

async function finish(gate: Gate, log: string): Promise<void> {
  const state = { nextLeaf: 0, finishedAt: gate.now(), fault: null, faultAt: null };
  await gate.db.transaction(async (tx) => {
    await writeCheckState(tx, log, state);
    await recordOperationIn(gate, tx, { ...eventAbout(log), outcome: 'success' });
  });
}

async function stopAtCut(gate: Gate, log: string, at: number): Promise<void> {
  const state = await gate.db.transaction((tx) => readCheckState(tx, log), { readOnly: true });
  await stopAt(gate, log, { state, from: state.nextLeaf, fault: { at, why: 'row_missing' } });
}

/** Recorded and logged once for each fault, and told as a notice for as long as it is there. */
async function stopAt(
  gate: Gate,
  log: string,
  {
    state,
    from,
    fault,
  }: {
    readonly state: CheckState;
    readonly from: number;
    readonly fault: NonNullable<PageVerdict['fault']>;
  },
): Promise<void> {
  const { at, why } = fault;
  const isKnown = state.fault === why && state.faultAt === at;
  await gate.db.transaction(async (tx) => {
    await writeCheckState(tx, log, { ...state, nextLeaf: from, fault: why, faultAt: at });
    if (!isKnown)
      await recordOperationIn(gate, tx, { ...eventAbout(log), outcome: 'failed', reason: why });
  });
  if (!isKnown)
    gate.log.error({ log, at, why }, 'the audit log does not fit: see wardkeep audit verify');
}

function eventAbout(log: string) {
  const touched = { resources: [{ type: 'AuditLog', id: log }], ciphertextHashes: [] };
  return { action: 'audit.check', by: 'service', touched } as const;
}
