import pg, { type Pool, type PoolClient } from 'pg';

import { type ConnectionSettings, driverConfig } from './connection-settings.ts';
import { DatabaseError, databaseErrorFrom } from './database-error.ts';
import type { Log } from './log.ts';
import { assertSuitable } from './server-requirements.ts';
import { StatementNames } from './statement-names.ts';
import { type TransactionOptions, runTransaction } from './transaction.ts';
import { type Sharer, runShared } from './shared-transaction.ts';
import type { Tx } from './tx.ts';

export type { ConnectionSettings } from './connection-settings.ts';
export type { TransactionOptions } from './transaction.ts';

export interface Database {
  /**
   * Runs `work` in one transaction (READ COMMITTED unless said) and commits, or rolls back whole
   * when it throws, and throws the same. What was acknowledged is on disk.
   * @throws {@link DatabaseError} `unreachable`, `exhausted` before anything ran; `rolled_back` if a
   * statement had failed and `work` hid it; `commit_unknown` if the connection broke during COMMIT.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * Does what several callers want in one transaction (READ COMMITTED), in two round trips; each has its own `tx`, and
   * one whose work rejects leaves nothing and harms nobody. @throws as `transaction`, for all of them.
   */
  share(sharers: readonly Sharer[], now: Date): Promise<void>;
  /** @throws {@link DatabaseError} `unreachable` unless the server answers within 5 s. */
  ping(): Promise<void>;
  /** Waits for running transactions, then closes every connection. */
  close(): Promise<void>;
  /** As `server_version_num`: 180004 is 18.4. */
  readonly serverVersion: number;
}

/** @param statementTimeoutMs - Of each statement; 30 s unless said. */
export interface DatabaseOptions {
  readonly maxConnections?: number;
  readonly statementTimeoutMs?: number;
  readonly log?: Log;
}

/**
 * @throws {@link DatabaseError} `unreachable` or `refused` if no connection is to be had, `too_old`
 * before PostgreSQL 15, `unsuitable` if a setting of the server would break a promise.
 */
export async function openDatabase(
  settings: ConnectionSettings,
  options: DatabaseOptions = {},
): Promise<Database> {
  const pool = new pg.Pool({ ...driverConfig(settings), max: options.maxConnections ?? 10 });
  // A checked-out client has no listener of the pool's, and an 'error' that nobody hears ends the process. The chunk that
  // makes a connection may end it too, before whoever asked for it can listen; they hear of it by their query.
  pool.on('connect', (client) => {
    client.on('error', ignoreRepeatedError);
  });
  pool.on('error', (error) => {
    options.log?.warn({ code: databaseErrorFrom(error).code }, 'an idle connection broke');
  });
  try {
    const serverVersion = await withClient(pool, assertSuitable);
    return databaseOn(pool, serverVersion, options);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function databaseOn(pool: Pool, serverVersion: number, options: DatabaseOptions): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const names = new StatementNames();
  let closing: Promise<void> | undefined;
  return {
    serverVersion,
    transaction: (work, transactionOptions = {}) =>
      runTransaction(() => checkOut(pool), work, {
        ...transactionOptions,
        statementTimeoutMs,
        names,
      }),
    share: (sharers, now) => runShared(() => checkOut(pool), sharers, { now, statementTimeoutMs }),
    ping: () => withClient(pool, ping),
    close: () => (closing ??= pool.end()),
  };
}

async function checkOut(pool: Pool): Promise<PoolClient> {
  if (pool.ending) throw new DatabaseError('closed', 'the database is closed');
  try {
    return await pool.connect();
  } catch (error) {
    // A connection that could not be made is gone from the count: then the pool is not full.
    if (pool.totalCount >= pool.options.max && !(error instanceof pg.DatabaseError)) {
      throw new DatabaseError('exhausted', 'no free connection in time', { cause: error });
    }
    throw databaseErrorFrom(error);
  }
}

async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await checkOut(pool);
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw databaseErrorFrom(error);
  }
}

function ignoreRepeatedError(): void {}

async function ping(client: PoolClient): Promise<void> {
  // `query_timeout` bounds a server that is frozen, which no server-side timeout does.
  const query = { text: 'select 1', query_timeout: 5_000 };
  await client.query(query);
}
