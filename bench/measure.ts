import { loadavg } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CpuFigures, Row } from './row.ts';

/** Does the work once, or as often as it says. */
export type Case = () => unknown;

/** One figure for each round: operations a second, and CPU microseconds an operation. */
export type Sample = { readonly perSecond: readonly number[]; readonly cpuUs: readonly number[] };

/**
 * Every case in every round, in reversed order in odd rounds, so that what the machine does meanwhile
 * disturbs all alike. The first round only warms up.
 */
export async function measure<Name extends string>(
  cases: Readonly<Record<Name, Case>>,
  { rounds, milliseconds }: { readonly rounds: number; readonly milliseconds: number },
): Promise<Record<Name, Sample>> {
  const names = Object.keys(cases) as Name[]; // the keys of a record by Name
  const perSecond = new Map<Name, number[]>(names.map((name) => [name, []]));
  const cpuUs = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const name of round % 2 ? names.toReversed() : names) {
      // What the case before left to the collector is not this one's.
      collectGarbage();
      await repeat(cases[name], milliseconds / 4);
      const turn = await repeat(cases[name], milliseconds);
      if (round < 0) continue;
      perSecond.get(name)?.push(turn.perSecond);
      cpuUs.get(name)?.push(turn.cpuUs);
    }
  }
  const sample = (name: Name): Sample => ({
    perSecond: perSecond.get(name) ?? [],
    cpuUs: cpuUs.get(name) ?? [],
  });
  return Object.fromEntries(names.map((name) => [name, sample(name)])) as Record<Name, Sample>; // built from the same names
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void; // V8's own, there with the flag above

async function repeat(
  work: Case,
  milliseconds: number,
): Promise<{ perSecond: number; cpuUs: number }> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let count = 0;
  let now = start;
  while (now - start < milliseconds) {
    // Slow work is asked for the time after each piece, fast work after many.
    const batch =
      count === 0 ? 1 : Math.max(1, Math.min(200, Math.floor((count / (now - start)) * 5)));
    for (let i = 0; i < batch; i += 1) {
      const result = work();
      if (result instanceof Promise) await result;
    }
    count += batch;
    now = performance.now();
  }
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (count / (now - start)) * 1000, cpuUs: (user + system) / count };
}

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

/** The median of what each round says, since a round's figures were disturbed alike. */
export function medianRatio(
  better: readonly number[] | undefined,
  than: readonly number[] | undefined,
): number | null {
  if (!better || !than) return null;
  return median(better.map((value, round) => value / (than[round] ?? Number.NaN)));
}

export type Beside = {
  readonly ours: Sample;
  readonly limit?: Sample | undefined;
  readonly peer?: Sample | undefined;
  readonly peerName?: string | null;
  readonly note?: string;
};

/** A row in operations a second. */
export function speedRow(name: string, { ours, limit, peer, peerName, note }: Beside): Row {
  const cpu: CpuFigures = {
    unit: 'CPU-µs/op',
    ours: median(ours.cpuUs),
    limit: limit ? median(limit.cpuUs) : null,
    peer: peer ? median(peer.cpuUs) : null,
    ratioToLimit: medianRatio(limit?.cpuUs, ours.cpuUs),
    ratioToPeer: medianRatio(peer?.cpuUs, ours.cpuUs),
  };
  return {
    name,
    unit: 'ops/s',
    ours: median(ours.perSecond),
    limit: limit ? median(limit.perSecond) : null,
    peer: peer ? median(peer.perSecond) : null,
    peerName: peerName ?? null,
    ratioToLimit: medianRatio(ours.perSecond, limit?.perSecond),
    ratioToPeer: medianRatio(ours.perSecond, peer?.perSecond),
    cpu,
    loadAverage: loadavg()[0] ?? 0,
    ...(note === undefined ? {} : { note }),
  };
}
