import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertRule } from '@wardkeep/contract';
import type { Config } from '../../config/read-config.ts';
import type { Log } from '../../db/log.ts';
import type { Gate } from '../../gate/index.ts';
import { KnownPatients } from './known-patients.ts';
import { raiseAlert } from './raise-alert.ts';
import { readNewEvents } from './read-new-events.ts';
import type { AlertTelling } from './tell-alert.ts';
import { StateWatch, type StateSources } from './watch-states.ts';

export interface AlertsParts extends Pick<StateSources, 'notices'> {
  readonly config: Pick<Config, 'alerts' | 'dataDirectory'>;
  /** Undefined while the keys are locked: events wait in the log, and are read once it opens. */
  readonly gate: () => Gate | undefined;
  readonly publicUrl: () => string;
  readonly log: Log;
  /** How often the log is looked at; a second unless said. */
  readonly everyMs?: number;
  /** How often the server looks at itself; 10 s unless said. */
  readonly statesEveryMs?: number;
  /** The clock on the wall unless said. */
  readonly wallMs?: () => number;
}

export interface Alerts {
  /** Once what is being read has been committed. */
  stop(): Promise<void>;
}

const EVERY_MS = 1_000;
const STATES_EVERY_MS = 10_000;
const AFTER_TROUBLE_MS = 5_000;
/** Of the page where alerts are acknowledged. */
const PAGE = '/admin/security';

/** Follows the log and the server's own state for as long as it runs. Several servers share the log, page by page. */
export function startAlerts(parts: AlertsParts): Alerts {
  const stopping = new AbortController();
  const running = Promise.all([followLog(parts, stopping.signal), watch(parts, stopping.signal)]);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function followLog(parts: AlertsParts, signal: AbortSignal): Promise<void> {
  const known = new KnownPatients();
  await repeat(parts, { everyMs: parts.everyMs ?? EVERY_MS, signal }, async (telling) => {
    await readNewEvents(telling, known, signal);
  });
}

async function watch(parts: AlertsParts, signal: AbortSignal): Promise<void> {
  const { config, notices, wallMs = () => Date.now() } = parts;
  const states = new StateWatch({
    dataDirectory: config.dataDirectory,
    notices,
    wallMs,
    steadyMs: () => performance.now(),
  });
  const everyMs = parts.statesEveryMs ?? STATES_EVERY_MS;
  await repeat(parts, { everyMs, signal }, async (telling) => {
    for (const rule of await states.look()) {
      await telling.gate.db.transaction((tx) => raiseAlert(tx, telling, stateOf(rule, telling)));
      states.told(rule);
    }
  });
}

function stateOf(rule: AlertRule, { gate }: AlertTelling) {
  const whom = { personId: null, address: null };
  return { rule, about: null, whom, eventIds: [], at: gate.now(), total: 1, more: 1 } as const;
}

/** Until it is stopped; what goes wrong is told once in the operational log and tried again. */
async function repeat(
  { config, gate, publicUrl, log }: AlertsParts,
  { everyMs, signal }: { readonly everyMs: number; readonly signal: AbortSignal },
  work: (telling: AlertTelling) => Promise<void>,
): Promise<void> {
  let isFailing = false;
  while (!signal.aborted) {
    const open = gate();
    try {
      if (open?.vault.availability() === 'available')
        await work({ gate: open, settings: config.alerts, link: `${publicUrl()}${PAGE}` });
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.error(codeOf(error), 'alerts: it is tried again, and nothing is lost');
      isFailing = true;
    }
    await pause(isFailing ? Math.max(everyMs, AFTER_TROUBLE_MS) : everyMs, signal);
  }
}

/** Name and code only: a database's error may quote a row. */
function codeOf(error: unknown): { readonly name: string; readonly code: string } {
  if (!(error instanceof Error)) return { name: typeof error, code: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal, ref: false });
  } catch (error) {
    // Whoever stops does not want to wait for the end of it.
    if (!signal.aborted) throw error;
  }
}
