import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../db/log.ts';
import type { Escrow, EscrowParts } from './escrow.ts';

/** So often that every place has a checkpoint of the last minute: one each half minute, and what it takes. */
const LOOK_MS = 10_000;
const COMPARE_MS = 60 * 60_000;
const STOPPING_MS = 2_000;

/** Brings checkpoints and the restriction list to every place outside, and compares: once they were brought, and hourly. */
export function startEscrow(
  escrow: Escrow,
  {
    gate,
    log,
    everyMs = LOOK_MS,
  }: Pick<EscrowParts, 'gate' | 'log'> & { readonly everyMs?: number },
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const working = new Map<string, Promise<void>>();
  const begin = (name: string, work: () => Promise<unknown>): void => {
    if (working.has(name)) return;
    const begun = attempt(work, log).finally(() => working.delete(name));
    working.set(name, begun);
  };
  let comparedAtMs = Number.NEGATIVE_INFINITY;
  const compare = async (): Promise<void> => {
    const open = gate();
    const isDue = performance.now() - comparedAtMs >= COMPARE_MS;
    if (!isDue || open?.vault.availability() !== 'available') return;
    comparedAtMs = performance.now();
    await escrow.compare(open, 'service');
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      // Beside each other: a place that hangs keeps no other waiting, and none is begun beside itself.
      for (const each of escrow.places) begin(each, () => escrow.deliverTo(each));
      if (escrow.wasBrought) begin('compare', compare);
      await sleep(everyMs, undefined, { signal, ref: false }).catch(ignoreAbort);
    }
    // A place that hangs is not waited for; what it still takes is no harm.
    await Promise.race([
      Promise.all(working.values()),
      sleep(STOPPING_MS, undefined, { ref: false }),
    ]);
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function attempt(work: () => Promise<unknown>, log: Log): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    log.warn({ code }, 'escrow could not be looked at; it is tried again');
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
