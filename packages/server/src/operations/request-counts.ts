import type { Log } from '../db/log.ts';
import type { Gate } from '../gate/index.ts';
import { addRequestCounts, forgetRequestCounts } from './request-count-store.ts';

export interface SharedCount {
  readonly kind: 'requests.person' | 'requests.address';
  /** What is counted: a route and whose requests. */
  readonly of: string;
  readonly requests: number;
}

/** Windows of servers whose clocks are behind are still in use. */
const KEEP_MS = 5 * 60_000;

/**
 * Adds one server's counts to those of all, and answers the sums in the same order. Undefined while the keys are not
 * open, for nobody's address is written down readable, and while the database does not answer.
 */
export function sharedRequestCounts(gate: () => Gate | undefined, log: Log) {
  let tidiedAtMs = 0;
  let isAlone = false;
  return async (
    windowStart: Date,
    counts: readonly SharedCount[],
  ): Promise<readonly number[] | undefined> => {
    const open = gate();
    if (open?.vault.availability() !== 'available') return undefined;
    try {
      const isNewWindow = windowStart.getTime() !== tidiedAtMs;
      const sums = await share(open, windowStart, { counts, tidies: isNewWindow });
      tidiedAtMs = windowStart.getTime();
      isAlone = false;
      return sums;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
      if (!isAlone) log.warn({ code }, 'requests are counted for this server alone');
      isAlone = true;
      return undefined;
    }
  };
}

async function share(
  { db, hashes }: Gate,
  windowStart: Date,
  { counts, tidies }: { readonly counts: readonly SharedCount[]; readonly tidies: boolean },
): Promise<readonly number[]> {
  const rows = counts.map(({ kind, of, requests }) => ({
    subject: hashes.counted(kind, of),
    requests,
  }));
  const sums = await db.transaction(async (tx) => {
    if (tidies) await forgetRequestCounts(tx, new Date(windowStart.getTime() - KEEP_MS));
    return addRequestCounts(tx, windowStart, rows);
  });
  const bySubject = new Map(
    sums.map(({ subject, requests }) => [subject.toString('hex'), requests]),
  );
  return rows.map(({ subject }) => bySubject.get(subject.toString('hex')) ?? 0);
}
