import { statfs } from 'node:fs/promises';
import type { AlertRule, Notice } from '@wardkeep/contract';
import { CLOCK_JUMP_SECONDS, DISK_BYTES_FREE, DISK_SHARE_FREE } from './alert-rules.ts';

export interface StateSources {
  readonly dataDirectory: string;
  readonly notices: () => Promise<readonly Notice[]>;
  /** The clock on the wall, and one that nobody sets; both in milliseconds. */
  readonly wallMs: () => number;
  readonly steadyMs: () => number;
}

const SAID_BY_NOTICE = ['audit-fault', 'audit-lag', 'escrow-mismatch'] as const;
const HOUR_MS = 3_600_000;

/** What this server sees of itself: what begins to be so, and each hour that it stays. */
export class StateWatch {
  readonly #sources: StateSources;
  /** By the steady clock. */
  readonly #toldAtMs = new Map<AlertRule, number>();
  #wallAheadMs: number;

  constructor(sources: StateSources) {
    this.#sources = sources;
    this.#wallAheadMs = sources.wallMs() - sources.steadyMs();
  }

  /** @returns what is to be told now; `told` says that it was. */
  async look(): Promise<readonly AlertRule[]> {
    const standing = new Set(await this.#standing());
    for (const rule of this.#toldAtMs.keys())
      if (!standing.has(rule) && rule !== 'clock-jump') this.#toldAtMs.delete(rule);
    const nowMs = this.#sources.steadyMs();
    return [...standing].filter((rule) => {
      const toldAtMs = this.#toldAtMs.get(rule);
      return rule === 'clock-jump' || toldAtMs === undefined || nowMs - toldAtMs >= HOUR_MS;
    });
  }

  told(rule: AlertRule): void {
    const { wallMs, steadyMs } = this.#sources;
    this.#toldAtMs.set(rule, steadyMs());
    if (rule === 'clock-jump') this.#wallAheadMs = wallMs() - steadyMs();
  }

  async #standing(): Promise<readonly AlertRule[]> {
    const notices = await this.#sources.notices();
    const { isDiskLow } = await diskOf(this.#sources.dataDirectory);
    return [
      ...SAID_BY_NOTICE.filter((rule) => notices.includes(rule)),
      ...(isDiskLow ? (['disk-low'] as const) : []),
      ...(this.#hasJumped() ? (['clock-jump'] as const) : []),
    ];
  }

  #hasJumped(): boolean {
    const { wallMs, steadyMs } = this.#sources;
    const aheadMs = wallMs() - steadyMs();
    return Math.abs(aheadMs - this.#wallAheadMs) > CLOCK_JUMP_SECONDS * 1000;
  }
}

async function diskOf(directory: string): Promise<{ readonly isDiskLow: boolean }> {
  const { bavail, blocks, bsize } = await statfs(directory, { bigint: true });
  return { isDiskLow: isLow({ free: bavail * bsize, whole: blocks * bsize }) };
}

/** What root may use beyond it does not count: the service is not root. */
export function isLow({ free, whole }: { readonly free: bigint; readonly whole: bigint }): boolean {
  const share = whole === 0n ? 1 : Number(free) / Number(whole);
  return free < BigInt(DISK_BYTES_FREE) || share < DISK_SHARE_FREE;
}
