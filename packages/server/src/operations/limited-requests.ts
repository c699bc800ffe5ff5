import type { Action } from '@wardkeep/contract';
import type { Log } from '../db/log.ts';
import { recordLimited, type Gate } from '../gate/index.ts';

export interface LimitedRequests {
  /** One request for this was sent away by a limit, or because the server had too much to do. */
  count(action: Action): void;
  /** Records what is left. */
  stop(): Promise<void>;
}

const EVERY_MS = 10_000;

/**
 * Counts in memory what was sent away before the gate, and records it every ten seconds: who floods must not make the log
 * grow with each request. Nobody was answered with anything, so this is best effort: what was counted since the last event
 * is lost with the process, and what could not be recorded is tried again with the next.
 */
export function limitedRequests({
  gate,
  log,
  everyMs = EVERY_MS,
}: {
  readonly gate: () => Gate | undefined;
  readonly log: Log;
  readonly everyMs?: number;
}): LimitedRequests {
  // By action, of which there are few.
  let counts = new Map<Action, number>();
  const add = (action: Action, requests: number): void => {
    counts.set(action, (counts.get(action) ?? 0) + requests);
  };
  const record = async (): Promise<void> => {
    const open = gate();
    if (counts.size === 0 || open?.vault.availability() !== 'available') return;
    const taken = counts;
    counts = new Map();
    try {
      await recordLimited(open, taken);
    } catch (error) {
      for (const [action, requests] of taken) add(action, requests);
      const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
      log.warn({ code }, 'requests that were sent away could not be recorded');
    }
  };
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(record);
  }, everyMs).unref();
  return {
    count: (action) => {
      add(action, 1);
    },
    stop: async () => {
      clearInterval(timer);
      await running;
      await record();
    },
  };
}
