import type { EscrowState, Notice } from '@wardkeep/contract';
import { worstOf } from './compare.ts';
import type { EscrowSink } from './escrow-sink.ts';
import type { EscrowRow } from './escrow-store.ts';

const STUCK_MS = 60 * 60_000;
const MISMATCH: ReadonlySet<string> = new Set(['forked', 'unreadable', 'conflict']);

/** What an operator should act on. */
export function noticesFrom(
  rows: readonly EscrowRow[],
  { isOutside, now }: { readonly isOutside: boolean; readonly now: Date },
): readonly Notice[] {
  const notices: Notice[] = [];
  if (!isOutside) notices.push('no-escrow');
  if (rows.some((row) => isStuck(row, now))) notices.push('escrow-stuck');
  if (rows.some(isMismatch)) notices.push('escrow-mismatch');
  return notices;
}

/** A state for each place that is set, whether it ever took anything or not. */
export function statesFrom(
  rows: readonly EscrowRow[],
  sinks: readonly EscrowSink[],
): EscrowState[] {
  return sinks.map(({ sink, place }) => {
    const checkpoint = rows.find((row) => row.sink === sink && row.kind === 'checkpoint');
    const list = rows.find((row) => row.sink === sink && row.kind === 'restrictions');
    const failing = [checkpoint, list].find((row) => row?.failure != null);
    const verdicts = [checkpoint, list].flatMap((row) => row?.verdict ?? []);
    return {
      sink,
      place,
      size: checkpoint?.size ?? null,
      deliveredAt: timeOf(checkpoint?.deliveredAt),
      restrictionsDeliveredAt: timeOf(list?.deliveredAt),
      failedAt: timeOf(failing?.failedAt),
      failure: failing?.failure ?? null,
      comparedAt: timeOf(checkpoint?.comparedAt ?? list?.comparedAt),
      verdict: verdicts.length === 0 ? null : worstOf(verdicts),
    };
  });
}

/** Also where nothing failed, and yet what is there is older than an hour. */
function isStuck({ failedAt, verdict }: EscrowRow, now: Date): boolean {
  if (verdict === 'behind') return true;
  return failedAt !== null && now.getTime() - failedAt.getTime() > STUCK_MS;
}

function isMismatch({ verdict, failure }: EscrowRow): boolean {
  if (isUnsettled({ verdict })) return true;
  // A place that does not answer can't be read either, and says nothing about the log.
  return failure === null ? verdict === 'unreadable' : MISMATCH.has(failure);
}

/** Stays until the operator settles it. */
export function isUnsettled({ verdict }: Pick<EscrowRow, 'verdict'>): boolean {
  return verdict === 'forked' || verdict === 'missing';
}

function timeOf(date: Date | null | undefined): string | null {
  return date?.toISOString() ?? null;
}
