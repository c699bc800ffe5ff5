import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, type Config } from '../config/read-config.ts';
import type { Log } from '../db/log.ts';
import type { WebhookDetail } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import { keysAwayIn, type Gate } from '../gate/index.ts';
import {
  claimWebhooks,
  deferWebhook,
  deleteWebhook,
  isWebhookSecret,
  openWebhook,
  postWebhook,
  type WebhookRow,
} from '../outbox/index.ts';
import { resolveSecret } from './secrets.ts';

/** What became of one try to post something. */
export interface WebhookTold {
  readonly detail: WebhookDetail;
  /** Undefined when the other side has taken it. */
  readonly code: string | undefined;
  /** When it is tried again. */
  readonly nextAttemptAt: Date;
}

export interface WebhookParts {
  readonly config: Config;
  /** Undefined while the keys are locked: then nothing is sent. */
  readonly gate: () => Gate | undefined;
  readonly log: Log;
  /** In the transaction that notes what became of it. */
  readonly told?: (gate: Gate, tx: Tx, told: WebhookTold) => Promise<void>;
  /** How often the outbox is looked at; a second unless said. */
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;
const AFTER_TROUBLE_MS = 10_000;
const AT_ONCE = 10;
const MINUTE_MS = 60_000;
/** Longer than it can take to post all of them. */
const HELD_MS = 3 * MINUTE_MS;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
const KEPT_MS = 3 * 24 * 60 * MINUTE_MS;
const SETTING = 'WARDKEEP_WEBHOOK_SECRET_FROM';

/** Posts what waits in the webhook outbox: each at least once, and by one server at a time; for three days, then no more. */
export function startWebhooks(parts: WebhookParts): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = run(parts, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(parts: WebhookParts, signal: AbortSignal): Promise<void> {
  const { everyMs = EVERY_MS } = parts;
  while (!signal.aborted) {
    const pauseMs = await look(parts, signal);
    // Whoever stops does not want to wait for the end of it.
    await sleep(pauseMs ?? everyMs, undefined, { signal, ref: false }).catch(ignoreAbort);
  }
}

/** @returns how long to wait before the next look, where not as ever. */
async function look(parts: WebhookParts, signal: AbortSignal): Promise<number | undefined> {
  const gate = parts.gate();
  if (gate?.vault.availability() !== 'available') return undefined;
  try {
    const rows = await claimDue(gate);
    if (rows.length === 0) return undefined;
    const secret = await readSecret(parts.config);
    for (const row of rows) await handOver(parts, gate, { row, secret, signal });
    return 0;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    parts.log.warn({ code }, 'the webhooks could not be looked at; it is tried again');
    return AFTER_TROUBLE_MS;
  }
}

function claimDue(gate: Gate): Promise<readonly WebhookRow[]> {
  const now = gate.now();
  const until = new Date(now.getTime() + HELD_MS);
  return gate.db.transaction((tx) => claimWebhooks(tx, { now, until, most: AT_ONCE }));
}

async function handOver(
  { config, log, told }: WebhookParts,
  gate: Gate,
  due: {
    readonly row: WebhookRow;
    readonly secret: string | undefined;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { row, secret, signal } = due;
  const detail = opened(gate, row);
  const url = detail && urlFor(config, detail);
  const isLate = gate.now().getTime() - row.createdAt.getTime() > KEPT_MS;
  // Not ours, for an address that is set no more, or too old to help anybody.
  if (detail === undefined || url === undefined || isLate) {
    if (detail === undefined || isLate) log.warn({ isLate }, 'a webhook was given up');
    await gate.db.transaction((tx) => deleteWebhook(tx, row.webhookId));
    return;
  }
  const { webhookId: id, attempts } = row;
  const code =
    secret === undefined
      ? 'secret'
      : await postWebhook({ url, id, body: detail.body, secret, now: gate.now() }, signal);
  if (code !== undefined && code !== 'stopped')
    log.warn({ code, kind: detail.kind }, 'a webhook was not taken; it is tried again');
  await gate.db.transaction(async (tx) => {
    const nextAttemptAt = nextAttempt(code, attempts, gate.now());
    if (code === undefined) await deleteWebhook(tx, id);
    else
      await deferWebhook(tx, {
        webhookId: id,
        code: code === 'stopped' ? null : code,
        nextAttemptAt,
      });
    if (code !== 'stopped') await told?.(gate, tx, { detail, code, nextAttemptAt });
  });
}

/** After half a minute, one, two, four … and every hour at most; what this process breaks off is for the next, at once. */
function nextAttempt(code: string | undefined, attempts: number, now: Date): Date {
  if (code === 'stopped') return now;
  const waitMs = (MINUTE_MS / 2) * 2 ** Math.min(Math.max(attempts, 1) - 1, 20);
  return new Date(now.getTime() + Math.min(waitMs, LONGEST_WAIT_MS));
}

function opened(gate: Gate, row: WebhookRow): WebhookDetail | undefined {
  try {
    return openWebhook(gate.sealing, row);
  } catch (error) {
    if (keysAwayIn(error)) throw error;
    return undefined; // Whoever can write to the database put it there.
  }
}

function urlFor({ alerts, escrow }: Config, { kind }: WebhookDetail): string | undefined {
  return kind === 'alert' ? alerts.webhook : escrow.webhook;
}

/** Undefined when it can't be read from where it is kept, or can't sign. */
async function readSecret(config: Config): Promise<string | undefined> {
  if (config.webhookSecret === undefined) return undefined;
  try {
    const secret = await resolveSecret(config.webhookSecret, SETTING, config);
    return isWebhookSecret(secret) ? secret : undefined;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
