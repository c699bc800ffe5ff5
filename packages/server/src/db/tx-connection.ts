import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { PoolClient, QueryArrayResult, QueryResult as ServerResult } from 'pg';

import { DatabaseError, databaseErrorFrom } from './database-error.ts';
import type { StatementNames } from './statement-names.ts';

export interface TxConnectionSettings {
  /** Of each statement: longer, and the connection breaks (`unreachable`). */
  readonly answerWithinMs: number;
  /** BEGIN, on its way: every statement but the first waits for its answer. */
  readonly begun: Promise<void>;
  /** Of the pool that the connection is of. */
  readonly names: StatementNames;
}

/** One transaction's connection as Kysely sees it. Once ended it sends nothing more. */
export class TxConnection implements DatabaseConnection {
  #client: PoolClient | undefined;
  readonly #settings: TxConnectionSettings;
  #isFirst = true;

  constructor(client: PoolClient, settings: TxConnectionSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#isFirst) this.#isFirst = false;
    else await this.#settings.begun;
    if (this.#client === undefined) {
      throw new DatabaseError('transaction_over', 'this transaction has ended');
    }
    const { sql: text, parameters } = query;
    // Without parameters, a text may be several statements, which can't be prepared.
    const name = parameters.length > 0 ? this.#settings.names.nameOf(text) : undefined;
    const statement = {
      ...(name === undefined ? {} : { name }),
      text,
      values: [...parameters],
      query_timeout: this.#settings.answerWithinMs,
    };
    try {
      return resultOf<R>(await this.#client.query(statement));
    } catch (error) {
      throw databaseErrorFrom(error);
    }
  }

  // oxlint-disable-next-line require-yield -- the interface demands a generator; a stream would hold its transaction open
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new DatabaseError('query_failed', 'a transaction does not stream');
  }

  end(): void {
    this.#client = undefined;
  }
}

/** Several statements in one text come back as an array; their rows are of no use to a caller. */
function resultOf<R>(result: ServerResult | QueryArrayResult[]): QueryResult<R> {
  if (Array.isArray(result)) return { rows: [] };
  // `as`: Kysely's caller names the row type, the driver cannot know it
  const rows = result.rows as R[];
  if (!changing.has(result.command)) return { rows };
  return { rows, numAffectedRows: BigInt(result.rowCount ?? 0) };
}

const changing: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);
