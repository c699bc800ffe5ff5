import type { Epoch, EpochState } from '@wardkeep/contract';

/** A part of an epoch's life, in percent of the plot's width. */
export interface EpochPart {
  /**
   * Two have not passed yet: `planned` until it is replaced, `ahead` for as long as backups may still need it.
   */
  readonly kind: EpochState | 'ahead' | 'planned';
  readonly from: number;
  readonly width: number;
}

export interface EpochBar {
  readonly epoch: Epoch;
  readonly parts: readonly EpochPart[];
}

export interface EpochBars {
  /** Newest first. */
  readonly bars: readonly EpochBar[];
  readonly startMs: number;
  readonly endMs: number;
  /** Where now is, in percent. */
  readonly now: number;
}

/** The newest that fit on a page without scrolling; a month of days, and some. */
const MOST = 40;
const DAY_MS = 24 * 60 * 60_000;

/** Lays the lives of the epochs on one line of time: from the oldest that is shown to the last that is still needed. */
export function epochBars(
  epochs: readonly Epoch[],
  { now, nextRotationAt }: { readonly now: Date; readonly nextRotationAt: string | null },
): EpochBars {
  const nextMs = nextRotationAt === null ? 0 : Date.parse(nextRotationAt);
  const shown = epochs.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, MOST);
  const nowMs = now.getTime();
  const startMs = Math.min(
    nowMs - DAY_MS / 4,
    ...shown.map(({ createdAt }) => Date.parse(createdAt)),
  );
  const endMs = Math.max(
    nowMs + DAY_MS / 4,
    nextMs,
    ...shown.map((epoch) => (epoch.heldUntil === null ? 0 : Date.parse(epoch.heldUntil))),
  );
  const percent = (ms: number): number =>
    ((Math.min(Math.max(ms, startMs), endMs) - startMs) / (endMs - startMs)) * 100;
  const bars = shown.map((epoch) => ({
    epoch,
    parts: spansOf(epoch, { nowMs, nextMs })
      .map(({ kind, fromMs, toMs }) => ({
        kind,
        from: percent(fromMs),
        width: percent(toMs) - percent(fromMs),
      }))
      .filter(({ width }) => width > 0),
  }));
  return { bars, startMs, endMs, now: percent(nowMs) };
}

interface Span {
  readonly kind: EpochPart['kind'];
  readonly fromMs: number;
  readonly toMs: number;
}

function spansOf(
  epoch: Epoch,
  { nowMs, nextMs }: { readonly nowMs: number; readonly nextMs: number },
): readonly Span[] {
  const createdMs = Date.parse(epoch.createdAt);
  const sinceMs = Date.parse(epoch.stateSince);
  const heldUntilMs = epoch.heldUntil === null ? sinceMs : Date.parse(epoch.heldUntil);
  switch (epoch.state) {
    case 'active':
      return [
        { kind: 'active', fromMs: createdMs, toMs: nowMs },
        { kind: 'planned', fromMs: nowMs, toMs: nextMs },
      ];
    case 'retiring':
      return [
        { kind: 'active', fromMs: createdMs, toMs: sinceMs },
        { kind: 'retiring', fromMs: sinceMs, toMs: nowMs },
      ];
    case 'held':
      return [
        { kind: 'active', fromMs: createdMs, toMs: sinceMs },
        { kind: 'held', fromMs: sinceMs, toMs: Math.min(nowMs, heldUntilMs) },
        { kind: 'ahead', fromMs: Math.min(nowMs, heldUntilMs), toMs: heldUntilMs },
      ];
    case 'destroyed':
      return [{ kind: 'destroyed', fromMs: createdMs, toMs: sinceMs }];
  }
}
