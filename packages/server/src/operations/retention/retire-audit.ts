import {
  hasEventBetween,
  hasWaiting,
  logsByYear,
  retireLeaves,
  type YearsLog,
} from '../../audit/index.ts';
import type { Tx } from '../../db/tx.ts';
import { recordOperationIn, type Gate } from '../../gate/index.ts';
import { yearsPast } from './retention-rules.ts';
import {
  databaseClock,
  freezeHolds,
  insertRetired,
  isYearHeld,
  readHolds,
  readRetired,
} from './retention-store.ts';

/** Leaves that one transaction takes: it bounds how long whoever places a hold has to wait. */
const LEAVES_AT_ONCE = 1000;
const DAY_MS = 86_400_000;
/** A clock that is wrong is noticed sooner (alert `clock-jump`), and has written no event in this time. */
const LIVED = { fromDays: 30, untilDays: 1 };

export interface RetireOptions {
  /** Whole years after an event's own. */
  readonly keptYears: number;
  /** Ends the work between two batches; the next run goes on. */
  readonly signal: AbortSignal;
  readonly leavesAtOnce?: number;
  readonly onProgress?: (progress: {
    readonly phase: string;
    readonly done: number;
    readonly total: number;
  }) => void;
}

export interface Retired {
  /** Years that were finished by this run. */
  readonly years: readonly number[];
  /** Events whose contents it destroyed. */
  readonly events: number;
}

/**
 * Destroys the contents of events whose retention is over, year by year, unless the year is held: first every row, then the
 * year's key, with the row and the event that tell of it. The tree stays, and with it every proof.
 */
export async function retireAudit(gate: Gate, options: RetireOptions): Promise<Retired> {
  const years: number[] = [];
  let events = 0;
  for (const [year, logs] of await dueYears(gate, options.keptYears)) {
    const done = await retireYear(gate, { year, logs }, options);
    events += done.events;
    if (done.isFinished) years.push(year);
  }
  // The keys leave memory too; other servers look again with the next rotation at the latest.
  if (years.length > 0) await gate.vault.service.load();
  return { years, events };
}

function dueYears(
  gate: Gate,
  keptYears: number,
): Promise<readonly (readonly [number, readonly YearsLog[]])[]> {
  return gate.db.transaction(async (tx) => {
    const logs = await logsByYear(tx);
    const clocks = [gate.now(), await databaseClock(tx)];
    const past = yearsPast(logs.keys(), { keptYears, clocks });
    if (past.length === 0 || !(await hasLived(gate, tx))) return [];
    const rows = [...(await readRetired(tx)), ...(await readHolds(tx))];
    const left = new Set(rows.map(({ year }) => year));
    return past.filter((year) => !left.has(year)).map((year) => [year, logs.get(year) ?? []]);
  });
}

/** A clock that jumped by years does not destroy what it says is old on the same day. */
function hasLived(gate: Gate, tx: Tx): Promise<boolean> {
  const nowMs = gate.now().getTime();
  const { fromDays, untilDays } = LIVED;
  return hasEventBetween(tx, nowMs - fromDays * DAY_MS, nowMs - untilDays * DAY_MS);
}

interface Year {
  readonly year: number;
  readonly logs: readonly YearsLog[];
}

async function retireYear(
  gate: Gate,
  { year, logs }: Year,
  { signal, onProgress, leavesAtOnce = LEAVES_AT_ONCE }: RetireOptions,
): Promise<{ readonly events: number; readonly isFinished: boolean }> {
  const total = logs.reduce((sum, { size }) => sum + size, 0);
  let [events, done] = [0, 0];
  for (const { log, size } of logs) {
    for (let from = 0; from < size; from += leavesAtOnce) {
      const until = Math.min(from + leavesAtOnce, size);
      const changed = await gate.db.transaction(async (tx) =>
        (await mayRetire(tx, year)) ? retireLeaves(tx, log, { from, until }) : undefined,
      );
      if (changed === undefined) return { events, isFinished: false };
      events += changed;
      done += until - from;
      onProgress?.({ phase: String(year), done, total });
      if (signal.aborted) return { events, isFinished: false };
    }
  }
  return { events, isFinished: await finishYear(gate, { year, logs }, total) };
}

async function mayRetire(tx: Tx, year: number): Promise<boolean> {
  await freezeHolds(tx);
  return !(await isYearHeld(tx, year));
}

function areAllOf(now: readonly YearsLog[], retired: readonly YearsLog[]): boolean {
  return now.every(({ log, size }) =>
    retired.some((each) => each.log === log && each.size === size),
  );
}

function finishYear(gate: Gate, { year, logs }: Year, events: number): Promise<boolean> {
  return gate.db.transaction(async (tx) => {
    if (!(await mayRetire(tx, year)) || (await hasWaiting(tx, year))) return false;
    // What got its leaf meanwhile, by a clock that is behind, is left for the next run.
    if (!areAllOf((await logsByYear(tx)).get(year) ?? [], logs)) return false;
    const retiredAt = gate.now();
    if (!(await insertRetired(tx, { year, retired_at: retiredAt, events }))) return false;
    await gate.vault.service.destroyAuditCore(tx, year);
    await recordOperationIn(gate, tx, {
      action: 'audit.retire',
      outcome: 'success',
      by: 'service',
      reason: `${year}: ${events} events`,
      touched: {
        // A log's version is its size.
        resources: logs.map(({ log, size }) => ({ type: 'AuditLog', id: log, version: size })),
        ciphertextHashes: [],
      },
    });
    return true;
  });
}
