import pg from 'pg';
import { driverConfig, type ConnectionSettings } from './connection-settings.ts';
import { databaseErrorFrom } from './database-error.ts';
import type { Log } from './log.ts';

export interface Listening {
  close(): Promise<void>;
}

interface ListenOptions {
  readonly log: Log;
  onNotice(payload: string): void;
  /** At the first connection and after each break: notices in between are lost. */
  onConnected(): void;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

/**
 * LISTEN on a connection of its own, made again whenever it breaks. Behind a pooler in transaction mode nothing is
 * heard: only for what is merely quicker when it is. @param channel - A plain identifier.
 */
export function listen(
  settings: ConnectionSettings,
  channel: string,
  options: ListenOptions,
): Listening {
  const listener = new Listener(settings, channel, options);
  listener.start();
  return listener;
}

class Listener implements Listening {
  readonly #settings: ConnectionSettings;
  readonly #channel: string;
  readonly #options: ListenOptions;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #isClosed = false;

  constructor(settings: ConnectionSettings, channel: string, options: ListenOptions) {
    this.#settings = settings;
    this.#channel = channel;
    this.#options = options;
  }

  start(): void {
    this.#connectIn(0);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(ignoreBroken);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(driverConfig(this.#settings));
    this.#client = client;
    client.on('error', (error) => {
      this.#broke(client, error);
    });
    client.on('end', () => {
      this.#broke(client);
    });
    client.on('notification', ({ payload }) => {
      this.#options.onNotice(payload ?? '');
    });
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(this.#channel)}`);
      this.#failures = 0;
      if (this.#client === client) this.#options.onConnected();
    } catch (error) {
      this.#broke(client, error);
    }
  }

  #broke(client: pg.Client, error?: unknown): void {
    if (this.#client !== client || this.#isClosed) return;
    this.#client = undefined;
    this.#failures += 1;
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), LONGEST_RETRY_MS);
    const code = error === undefined ? 'unreachable' : databaseErrorFrom(error).code;
    this.#options.log.warn({ code, delayMs }, 'the connection that hears notices broke');
    client.end().catch(ignoreBroken);
    this.#connectIn(delayMs);
  }

  #connectIn(delayMs: number): void {
    this.#retry = setTimeout(() => void this.#connect(), delayMs).unref();
  }
}

/** The connection is gone either way. */
function ignoreBroken(): void {}
