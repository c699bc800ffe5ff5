import {
  type CompiledQuery,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';

import { DatabaseError } from './database-error.ts';
import type { Schema } from './schema.ts';
import type { TxConnection } from './tx-connection.ts';

/** What sends one transaction's statements. */
type Connection = Pick<TxConnection, 'executeQuery' | 'streamQuery'>;

/**
 * Kysely on one transaction's connection. It does not queue: statements started together go to the
 * driver together. A transaction inside the transaction is refused (`nested_transaction`).
 */
export function kyselyOn(connection: Connection): Kysely<Schema> {
  const executor = new DefaultQueryExecutor(compiler, adapter, {
    provideConnection: (consumer) => consumer(connection),
  });
  return new Kysely<Schema>({ config: { dialect }, dialect, driver, executor });
}

/** A statement as it goes to the server, made without one. */
export function compiled<Row>(statement: RawBuilder<Row>): CompiledQuery<Row> {
  return statement.compile(unconnected());
}

let withoutServer: Kysely<Schema> | undefined;
function unconnected(): Kysely<Schema> {
  return (withoutServer ??= new Kysely<Schema>({ dialect }));
}

const compiler = new PostgresQueryCompiler();
const adapter = new PostgresAdapter();

const refuse = async (): Promise<never> => {
  throw new DatabaseError('nested_transaction', 'this is a transaction already');
};

const driver: Driver = {
  init: async () => undefined,
  acquireConnection: refuse,
  beginTransaction: refuse,
  commitTransaction: refuse,
  rollbackTransaction: refuse,
  releaseConnection: async () => undefined,
  destroy: refuse,
};

const dialect: Dialect = {
  createAdapter: () => adapter,
  createDriver: () => driver,
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => compiler,
};
