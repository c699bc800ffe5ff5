import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';

import { DatabaseError, type DatabaseErrorCode, databaseErrorFrom } from './database-error.ts';
import { forgetTx, registerTx } from './open-tx.ts';
import type { StatementNames } from './statement-names.ts';
import { TxConnection } from './tx-connection.ts';
import { kyselyOn } from './tx-queries.ts';
import type { Tx } from './tx.ts';

export interface TransactionOptions {
  readonly isolation?: 'serializable' | 'repeatable read';
  readonly readOnly?: boolean;
  /** Runs `work` again, at most three times, after a serialization failure or a deadlock. */
  readonly retry?: boolean;
  /**
   * Sends the first statement along with BEGIN, which spares a round trip; all others wait for its answer. Where BEGIN is
   * refused the first one may have run outside, and all fails: it must only read.
   */
  readonly beginsAlong?: boolean;
}

type Settings = TransactionOptions & {
  readonly statementTimeoutMs: number;
  readonly names: StatementNames;
};

const idleTimeoutMs = 60_000;
// The server ends a statement in time and says so; one that says nothing is frozen, or its packets are lost.
const silenceMs = 5_000;
const retryDelaysMs = [10, 30, 90];

export async function runTransaction<T>(
  checkOut: () => Promise<PoolClient>,
  work: (tx: Tx) => Promise<T>,
  settings: Settings,
): Promise<T> {
  for (const delayMs of settings.retry === true ? retryDelaysMs : []) {
    try {
      return await attempt(await checkOut(), work, settings);
    } catch (error) {
      if (!mayRetry(error)) throw error;
      await sleep(delayMs);
    }
  }
  return attempt(await checkOut(), work, settings);
}

async function attempt<T>(
  client: PoolClient,
  work: (tx: Tx) => Promise<T>,
  settings: Settings,
): Promise<T> {
  let broken = false;
  // A connection that breaks between statements says so by this event alone.
  const onBroken = (): void => {
    broken = true;
  };
  client.on('error', onBroken);
  try {
    const begun = begin(client, settings);
    // Heard below, also when the work fails before.
    if (settings.beginsAlong === true) begun.catch(() => undefined);
    else await begun;
    const answerWithinMs = answerTimeout(settings);
    const { names } = settings;
    const result = await scoped(new TxConnection(client, { answerWithinMs, begun, names }), work);
    await begun;
    await commit(client, answerWithinMs);
    return result;
  } catch (error) {
    broken = !(await rollback(client, answerTimeout(settings))) || broken;
    throw error;
  } finally {
    client.off('error', onBroken);
    client.release(broken);
  }
}

/**
 * One round trip, and nothing outlives the transaction: behind a pooler in transaction mode the
 * next one may be on another server connection.
 */
async function begin(client: PoolClient, settings: Settings): Promise<void> {
  try {
    await client.query(bounded(beginText(settings), answerTimeout(settings)));
  } catch (error) {
    throw databaseErrorFrom(error);
  }
}

export function beginText({
  isolation,
  readOnly,
  statementTimeoutMs,
}: Omit<Settings, 'names'>): string {
  const access = readOnly === true ? 'read only' : 'read write';
  return `begin isolation level ${isolation ?? 'read committed'} ${access};
    set local statement_timeout = ${statementTimeoutMs};
    set local idle_in_transaction_session_timeout = ${idleTimeoutMs}`;
}

/** When `work` ends, so does its `tx`: a statement that it forgot to await cannot follow COMMIT. */
async function scoped<T>(connection: TxConnection, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = registerTx(() => kyselyOn(connection));
  try {
    return await work(tx);
  } finally {
    forgetTx(tx);
    connection.end();
  }
}

/** PostgreSQL answers COMMIT with the tag ROLLBACK, and no error, if a statement had failed. */
async function commit(client: PoolClient, answerWithinMs: number): Promise<void> {
  let tag: string;
  try {
    tag = (await client.query(bounded('commit', answerWithinMs))).command;
  } catch (error) {
    throw commitErrorFrom(error);
  }
  if (tag !== 'COMMIT') {
    throw new DatabaseError('rolled_back', 'an earlier statement had failed: nothing was written');
  }
}

export function commitErrorFrom(error: unknown): DatabaseError {
  const known = databaseErrorFrom(error);
  if (known.code !== 'unreachable') return known;
  const message = 'the connection broke during COMMIT: it may have happened or not';
  return new DatabaseError('commit_unknown', message, { cause: known });
}

/** False if the connection is of no more use; the server then rolls back by itself. */
export async function rollback(client: PoolClient, answerWithinMs: number): Promise<boolean> {
  try {
    await client.query(bounded('rollback', answerWithinMs));
    return true;
  } catch {
    // The caller has the error that led here; this one only says that the connection is gone.
    return false;
  }
}

/** The driver breaks the connection when no answer comes in time: no server-side timeout sees that (`unreachable`). */
export function answerTimeout({
  statementTimeoutMs,
}: Pick<Settings, 'statementTimeoutMs'>): number {
  return statementTimeoutMs + silenceMs;
}

export function bounded(text: string, query_timeout: number) {
  return { text, query_timeout };
}

function mayRetry(error: unknown): boolean {
  return error instanceof DatabaseError && retryable.has(error.code);
}

const retryable: ReadonlySet<DatabaseErrorCode> = new Set(['serialization_failure', 'deadlock']);
