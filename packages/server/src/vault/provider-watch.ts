import type { Log } from '../db/log.ts';

export type Availability = 'available' | 'unavailable';

/** The keys in memory, as the watch sees them. */
export interface WatchedKeys {
  /** Asks the provider to open something again. Rejects when it does not. */
  confirm(): Promise<void>;
  /** Every key leaves memory. */
  drop(): void;
  /** Brings them back. */
  reopen(): Promise<void>;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Keys are in memory only for as long as the provider has confirmed them lately: an operator who takes the root away
 * has taken the data away, within that time. When the provider is back, so are the keys, without a restart.
 */
export class ProviderWatch {
  readonly #keys: WatchedKeys;
  readonly #lifetimeMs: number;
  readonly #log: Log;
  readonly #listeners: ((availability: Availability) => void)[] = [];
  #availability: Availability = 'available';
  #failures = 0;
  #isStopped = false;
  #nextCheck: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;

  constructor(keys: WatchedKeys, lifetimeMs: number, log: Log) {
    this.#keys = keys;
    this.#lifetimeMs = lifetimeMs;
    this.#log = log;
  }

  get availability(): Availability {
    return this.#availability;
  }

  onChange(listener: (availability: Availability) => void): void {
    this.#listeners.push(listener);
  }

  /** The keys were opened a moment ago. */
  start(): void {
    this.#confirmed();
    this.#checkIn(this.#lifetimeMs / 3);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#nextCheck);
    clearTimeout(this.#deadline);
  }

  async #check(): Promise<void> {
    try {
      await this.#keys.confirm();
      if (this.#isStopped) return;
      if (this.#availability === 'unavailable') await this.#keys.reopen();
      this.#confirmed();
      this.#become('available');
    } catch (error) {
      this.#failed(error);
    }
    this.#checkIn(this.#failures === 0 ? this.#lifetimeMs / 3 : this.#retryMs());
  }

  #confirmed(): void {
    this.#failures = 0;
    clearTimeout(this.#deadline);
    // A timer of its own: a provider that hangs keeps the check waiting, and the keys go all the same.
    this.#deadline = setTimeout(() => {
      this.#become('unavailable');
    }, this.#lifetimeMs).unref();
  }

  #failed(error: unknown): void {
    this.#failures += 1;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    this.#log.warn(
      { code, failures: this.#failures, keys: this.#availability },
      'the provider of the root key does not confirm the keys',
    );
  }

  #become(availability: Availability): void {
    if (this.#isStopped || availability === this.#availability) return;
    this.#availability = availability;
    if (availability === 'unavailable') this.#keys.drop();
    const what = availability === 'available' ? 'the keys are back' : 'the keys have left memory';
    this.#log.warn({ keys: availability }, what);
    for (const listener of this.#listeners) listener(availability);
  }

  #checkIn(delayMs: number): void {
    if (this.#isStopped) return;
    clearTimeout(this.#nextCheck);
    this.#nextCheck = setTimeout(() => void this.#check(), delayMs).unref();
  }

  #retryMs(): number {
    const backoff = Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), LONGEST_RETRY_MS);
    return Math.min(backoff, this.#lifetimeMs / 3);
  }
}
