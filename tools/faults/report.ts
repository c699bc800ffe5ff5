import type { Checked, Violations } from './check.ts';
import { VIOLATIONS } from './check.ts';
import type { Importer } from './importer.ts';
import { KEY_WORK, type KeyWorker, type KeyWorkKind } from './keys/key-work.ts';
import { KILL_KINDS, type KillKind } from './kill.ts';
import type { Fate } from './ledger.ts';
import type { Fill } from './fill-disk.ts';
import type { Kill } from './run-faults.ts';
import type { Tally, Visitor } from './visitor.ts';

export interface FaultReport {
  readonly ok: boolean;
  readonly seed: string;
  readonly seconds: number;
  readonly kills: Readonly<Record<KillKind, number>>;
  /** Kills that hit at least one request, and how many requests all kills hit. */
  readonly killsDuringRequests: number;
  readonly requestsHit: number;
  readonly bundles: Readonly<Record<Fate, number>>;
  readonly resourcesAcknowledged: number;
  readonly documents: Readonly<Record<Fate, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  /** Reads and refusals that change nothing, and of each of which there must be an event. */
  readonly visits: readonly Tally[];
  /** Times that the disk was full. */
  readonly fills: readonly Fill[];
  readonly restartSeconds: { readonly p50: number; readonly most: number };
  readonly checked: Checked;
  /** Key work begun, and that whose end was heard; null where none was asked for. */
  readonly keyWork: Readonly<Record<KeyWorkKind, { begun: number; finished: number }>> | null;
  readonly violations: Violations;
}

export function reportOf(run: {
  readonly seed: string;
  readonly seconds: number;
  readonly kills: readonly Kill[];
  readonly fills: readonly Fill[];
  readonly importers: readonly Importer[];
  readonly visitors: readonly Visitor[];
  readonly checked: Checked;
  readonly keyWorker: KeyWorker | undefined;
  readonly violations: Violations;
}): FaultReport {
  const { seed, seconds, kills, checked, violations } = run;
  const bundles = run.importers.flatMap(({ ledger }) => ledger.bundles);
  const documents = run.importers.flatMap(({ ledger }) => ledger.documents);
  const acknowledged = bundles.filter(({ fate }) => fate === 'acknowledged');
  const back = kills.map(({ backSeconds }) => backSeconds).toSorted((a, b) => a - b);
  return {
    ok: VIOLATIONS.every((kind) => violations[kind].length === 0),
    seed,
    seconds,
    kills: killsByKind(kills),
    killsDuringRequests: kills.filter(({ underWay }) => underWay > 0).length,
    requestsHit: kills.reduce((sum, { underWay }) => sum + underWay, 0),
    bundles: byFate(bundles),
    resourcesAcknowledged: acknowledged.reduce((sum, { ids }) => sum + ids.length, 0),
    documents: byFate(documents),
    refusals: refusalsOf(run.importers),
    fills: run.fills,
    visits: run.visitors.map(({ tally }) => tally),
    restartSeconds: { p50: back[Math.floor(back.length / 2)] ?? 0, most: back.at(-1) ?? 0 },
    checked,
    keyWork: keyWorkOf(run.keyWorker),
    violations,
  };
}

function keyWorkOf(worker: KeyWorker | undefined): FaultReport['keyWork'] {
  if (worker === undefined) return null;
  const counts = KEY_WORK.map((kind) => [
    kind,
    { begun: worker.begun[kind], finished: worker.finished[kind] },
  ]);
  // Object.fromEntries forgets which keys there are.
  return Object.fromEntries(counts) as NonNullable<FaultReport['keyWork']>;
}

function killsByKind(kills: readonly Kill[]): Record<KillKind, number> {
  const counts = { server: 0, postmaster: 0, both: 0 };
  for (const kind of KILL_KINDS) counts[kind] = kills.filter((each) => each.kind === kind).length;
  return counts;
}

function byFate(all: readonly { readonly fate: Fate }[]): Record<Fate, number> {
  const counts = { sent: 0, acknowledged: 0, unanswered: 0, refused: 0, found: 0 };
  for (const { fate } of all) counts[fate] += 1;
  return counts;
}

function refusalsOf(importers: readonly Importer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [code, count] of importers.flatMap(({ ledger }) => [...ledger.refusals]))
    counts[code] = (counts[code] ?? 0) + count;
  return counts;
}

const WORDS = {
  lost: 'acknowledged and lost, or changed',
  halfWritten: 'half written',
  uninvited: 'there although refused, or answered wrongly',
  unaudited: 'without exactly one audit event',
  auditLog: 'faults of the audit log',
  keys: 'faults of the keys',
  notBack: 'starts that failed',
} as const;

/** For a person. */
export function summaryOf(report: FaultReport): string {
  const { kills, bundles, documents, checked, restartSeconds, refusals } = report;
  const sum = Object.values(kills).reduce((total, count) => total + count, 0);
  const refused = Object.entries(refusals).map(([code, count]) => `${code} ${count}`);
  const lines = [
    `${sum} kills in ${report.seconds.toFixed(0)} s: server ${kills.server}, postmaster ${kills.postmaster}, both ${kills.both}; seed ${report.seed}`,
    `${report.killsDuringRequests} of them hit requests that were under way, ${report.requestsHit} in all`,
    `Bundles: ${bundles.acknowledged} acknowledged (${report.resourcesAcknowledged} resources), unanswered ${bundles.found} there whole and ${bundles.unanswered} not there, ${bundles.refused} refused`,
    `Documents: ${documents.acknowledged} acknowledged, unanswered ${documents.found} there whole and ${documents.unanswered} not there, ${documents.refused} refused`,
    `Refusals by code: ${refused.join(', ') || 'none'}`,
    ...report.fills.map(
      ({ refused, backSeconds }) =>
        `Disk full: ${refused} refused, requests done again ${backSeconds.toFixed(2)} s after there was space`,
    ),
    ...report.visits.map(
      ({ action, outcome, acknowledged, unknown }) =>
        `Visits: ${action} ${outcome} ${acknowledged}, of ${unknown} nobody knows`,
    ),
    `Ready again after ${restartSeconds.p50.toFixed(2)} s (median), ${restartSeconds.most.toFixed(2)} s at most`,
    `Last check: ${checked.resourcesCompared} resources read and compared, ${checked.auditSize} audit leaves verified, ${checked.mergedEvents} events for several refusals, ${checked.unneededBlobs} blobs that no document needs`,
    checked.leavesByGo === null
      ? 'No Go with golang.org/x/mod is installed: nobody else verified the log'
      : `Go’s golang.org/x/mod verified ${checked.leavesByGo} leaves of the export`,
    ...keyWorkLines(report.keyWork),
    '',
    ...VIOLATIONS.flatMap((kind) => violationLines(WORDS[kind], report.violations[kind])),
  ];
  return lines.join('\n');
}

function keyWorkLines(keyWork: FaultReport['keyWork']): string[] {
  if (keyWork === null) return [];
  const words = Object.entries(keyWork).map(
    ([kind, { begun, finished }]) => `${kind} ${begun} (${finished} ended before the kill)`,
  );
  return [`Key work: ${words.join(', ')}`];
}

function violationLines(words: string, faults: readonly string[]): string[] {
  const shown = faults.slice(0, 20).map((fault) => `    ${fault}`);
  return [`${String(faults.length).padStart(5)} ${words}`, ...shown];
}
