import { DatabaseError as ServerError } from 'pg';

export type DatabaseErrorCode =
  // connecting
  | 'unreachable' // no server answers, it is starting or stopping, or the connection broke
  | 'refused' // the server answers, but not to this user, password or database
  | 'exhausted' // no free connection in time, or the server is out of connections, memory or disk
  | 'too_old'
  | 'unsuitable' // a setting of the server would break a promise, such as synchronous_commit = off
  | 'closed'
  // statements
  | 'unique_violation'
  | 'foreign_key_violation'
  | 'check_violation'
  | 'not_null_violation'
  | 'exclusion_violation'
  | 'timeout'
  | 'unsafe_value' // a value of the database that JavaScript cannot hold exactly
  | 'query_failed'
  // transactions
  | 'serialization_failure'
  | 'deadlock'
  | 'rolled_back' // an earlier statement had failed, so COMMIT rolled back
  | 'commit_unknown' // the connection broke during COMMIT: it may have happened or not
  | 'transaction_over'
  | 'nested_transaction'
  // migrations
  | 'migration_failed'
  | 'migration_changed'
  | 'migration_unknown' // the database was migrated by a newer program
  // the embedded cluster
  | 'cluster_in_use'
  | 'cluster_version'
  | 'cluster_failed';

/** Where a refused statement failed; names of the schema only, never values. */
export interface StatementFailure {
  readonly sqlState?: string | undefined;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
}

/** Everything that the database platform throws. Its message holds no row value and no secret. */
export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode;
  readonly sqlState: string | undefined;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;

  constructor(
    code: DatabaseErrorCode,
    message: string,
    options: { cause?: unknown; at?: StatementFailure } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DatabaseError';
    this.code = code;
    this.sqlState = options.at?.sqlState;
    this.constraint = options.at?.constraint;
    this.table = options.at?.table;
    this.column = options.at?.column;
  }
}

/**
 * Turns what the driver throws into a {@link DatabaseError}. The server's own error is not kept as
 * a cause: its message and detail quote row values ("Key (email)=(…) already exists").
 */
export function databaseErrorFrom(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  if (error instanceof ServerError) return fromServer(error);
  if (error instanceof TypeError || error instanceof RangeError) {
    return new DatabaseError('query_failed', 'a value could not be sent', { cause: error });
  }
  return new DatabaseError('unreachable', 'the database does not answer', { cause: error });
}

function fromServer(error: ServerError): DatabaseError {
  const sqlState = error.code ?? '';
  const code = codeOf(sqlState);
  const at = {
    sqlState,
    constraint: error.constraint,
    table: error.table,
    column: error.column,
  };
  const place = error.constraint ?? error.table;
  const where = place === undefined ? '' : ` at ${place}`;
  const why = aboutTheStatement(sqlState) ? `: ${error.message}` : '';
  return new DatabaseError(code, `the database refused: ${sqlState} (${code})${where}${why}`, {
    at,
  });
}

/** Class 42 (syntax, unknown or ambiguous names) quotes the statement, which holds no value. */
function aboutTheStatement(sqlState: string): boolean {
  return sqlState.startsWith('42');
}

/** PostgreSQL, Appendix A: error codes. */
function codeOf(sqlState: string): DatabaseErrorCode {
  const exact = exactCodes.get(sqlState);
  return exact ?? classCodes.get(sqlState.slice(0, 2)) ?? 'query_failed';
}

const exactCodes: ReadonlyMap<string, DatabaseErrorCode> = new Map([
  ['23502', 'not_null_violation'],
  ['23503', 'foreign_key_violation'],
  ['23505', 'unique_violation'],
  ['23514', 'check_violation'],
  ['23P01', 'exclusion_violation'],
  ['25P02', 'rolled_back'],
  ['25P03', 'timeout'],
  ['25P04', 'timeout'],
  ['40001', 'serialization_failure'],
  ['40P01', 'deadlock'],
  ['55P03', 'timeout'],
  ['57014', 'timeout'],
  ['57P01', 'unreachable'],
  ['57P02', 'unreachable'],
  ['57P03', 'unreachable'],
  ['3D000', 'refused'],
]);

const classCodes: ReadonlyMap<string, DatabaseErrorCode> = new Map([
  ['08', 'unreachable'],
  ['28', 'refused'],
  ['53', 'exhausted'],
]);
