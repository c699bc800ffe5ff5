import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { DatabaseError } from './database-error.ts';
import type { Log } from './log.ts';
import { type Postmaster, signalTo, stopPostmaster } from './postmaster.ts';

/** Why a cluster runs no more: `stop` was called, or it died again and again. */
export type ClusterEnd = 'stopped' | 'gave_up';

const restartDelaysMs = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000, 5_000];
const calmAfterMs = 60_000;

export interface Supervised {
  readonly start: () => Promise<Postmaster>;
  readonly socket: string;
  readonly socketCheckMs: number;
  readonly log: Log;
}

/** Keeps one postmaster running: starts it again when it dies, ever later, ten times in a minute. */
export class Supervisor {
  readonly exited: Promise<ClusterEnd>;
  readonly #supervised: Supervised;
  #postmaster: Postmaster;
  #restarts = 0;
  readonly #stopping = new AbortController();

  static async start(supervised: Supervised): Promise<Supervisor> {
    return new Supervisor(supervised, await supervised.start());
  }

  private constructor(supervised: Supervised, postmaster: Postmaster) {
    this.#supervised = supervised;
    this.#postmaster = postmaster;
    const check = setInterval(() => this.#checkSocket(), supervised.socketCheckMs).unref();
    process.once('exit', this.#onProcessExit);
    this.exited = this.#watch().finally(() => {
      clearInterval(check);
      process.off('exit', this.#onProcessExit);
    });
  }

  get pid(): number {
    return this.#postmaster.pid;
  }

  /** @throws {@link DatabaseError} `cluster_failed` if PostgreSQL does not end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await endOf(this.#postmaster);
    await this.exited;
  }

  async #watch(): Promise<ClusterEnd> {
    for (;;) {
      const calm = setTimeout(() => (this.#restarts = 0), calmAfterMs).unref();
      const how = await this.#postmaster.exited;
      clearTimeout(calm);
      if (this.#stopping.signal.aborted) return 'stopped';
      this.#supervised.log.error({ how }, 'PostgreSQL ended; starting it again');
      const next = await this.#startAgain();
      if (next === undefined) return this.#stopping.signal.aborted ? 'stopped' : 'gave_up';
      this.#postmaster = next;
      if (this.#stopping.signal.aborted) await endOf(next);
    }
  }

  async #startAgain(): Promise<Postmaster | undefined> {
    for (const delayMs of restartDelaysMs.slice(this.#restarts)) {
      this.#restarts += 1;
      if (await interrupted(delayMs, this.#stopping.signal)) return undefined;
      try {
        return await this.#supervised.start();
      } catch (error) {
        this.#supervised.log.error({ err: error }, 'PostgreSQL could not be started again');
      }
    }
    return undefined;
  }

  /** A cleaner of temporary files may remove the socket; only a start makes it anew. */
  #checkSocket(): void {
    if (this.#stopping.signal.aborted || existsSync(this.#supervised.socket)) return;
    this.#supervised.log.warn({}, "PostgreSQL's socket was removed; restarting it");
    signalTo(this.#postmaster.pid, 'SIGINT');
  }

  readonly #onProcessExit = (): void => signalTo(this.#postmaster.pid, 'SIGINT');
}

async function endOf(postmaster: Postmaster): Promise<void> {
  let gone = false;
  const exited = postmaster.exited.then(() => (gone = true));
  await stopPostmaster(postmaster.pid, async () => gone);
  await exited;
}

/** True if `signal` fired before the time was over. */
async function interrupted(delayMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(delayMs, undefined, { signal });
    return false;
  } catch (cause) {
    if (signal.aborted) return true;
    throw new DatabaseError('cluster_failed', 'the supervisor cannot wait', { cause });
  }
}
