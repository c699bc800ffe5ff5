import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/read-config.ts';
import type { Log } from '../db/log.ts';
import type { Gate } from '../gate/index.ts';
import { oldestFailing } from '../outbox/index.ts';
import { handOver } from './mail-hand-over.ts';
import { forgetLateLetters, takeLetters } from './mail-letters.ts';

export interface MailerParts {
  readonly config: Config;
  /** Undefined while the keys are locked: then nothing is sent. */
  readonly gate: () => Gate | undefined;
  readonly log: Log;
  /** How often the outbox is looked at; a second unless said. */
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;
const AFTER_TROUBLE_MS = 10_000;
const LOOK_BACK_MS = 60_000;
const STUCK_MS = 60 * 60_000;

/** Sends what waits in the outbox: each e-mail at least once, and by one server at a time. */
export class Mailer {
  readonly #parts: MailerParts;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #lookedBackAtMs = Number.NEGATIVE_INFINITY;
  #failingSince: Date | undefined;

  constructor(parts: MailerParts) {
    this.#parts = parts;
    this.#running = this.#run();
  }

  /** Whether something has waited for an hour because the mail server did not take it. */
  get isStuck(): boolean {
    const now = this.#parts.gate()?.now();
    if (now === undefined || this.#failingSince === undefined) return false;
    return now.getTime() - this.#failingSince.getTime() > STUCK_MS;
  }

  /** What is being handed over is broken off, and sent again by whoever looks next. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const pauseMs = await this.#look();
      await pause(pauseMs, signal);
    }
  }

  /** @returns how long to wait before the next look. */
  async #look(): Promise<number> {
    const gate = this.#parts.gate();
    const { everyMs = EVERY_MS, log } = this.#parts;
    if (gate?.vault.availability() !== 'available') return everyMs;
    try {
      const isMore = await this.#sendDue(gate);
      await this.#lookBack(gate);
      return isMore ? 0 : everyMs;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
      log.warn({ code }, 'the outbox could not be looked at; it is tried again');
      return AFTER_TROUBLE_MS;
    }
  }

  async #sendDue(gate: Gate): Promise<boolean> {
    const { config, log } = this.#parts;
    if (config.mail === undefined) return false;
    const letters = await takeLetters(gate);
    if (letters.length === 0) return false;
    const { signal } = this.#stopping;
    const code = await handOver(gate, letters, { config, signal });
    if (code === undefined) return true;
    if (code !== 'stopped') log.warn({ code }, 'e-mail could not be sent; it is tried again');
    this.#lookedBackAtMs = Number.NEGATIVE_INFINITY;
    return false;
  }

  async #lookBack(gate: Gate): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#lookedBackAtMs < LOOK_BACK_MS) return;
    this.#lookedBackAtMs = nowMs;
    if (this.#parts.config.mail === undefined) await forgetLateLetters(gate);
    else this.#failingSince = await gate.db.transaction((tx) => oldestFailing(tx));
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal, ref: false });
  } catch (error) {
    // Whoever stops does not want to wait for the end of it.
    if (!signal.aborted) throw error;
  }
}
