import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { PoolConfig } from 'pg';

import { valueParsers } from './value-parsers.ts';

/** How to reach a PostgreSQL. `host` that begins with `/` is the directory of a Unix socket. */
export type ConnectionSettings =
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
      readonly ssl?: boolean | TlsOptions;
    }
  | { readonly connectionString: string };

/**
 * What the driver is told. Nothing here becomes a start-up parameter or session state that a
 * transaction-mode pooler would refuse or lose: timeouts are SET LOCAL in each transaction.
 */
export function driverConfig(settings: ConnectionSettings): PoolConfig {
  return {
    ...settings,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    pipeline: true,
    types: valueParsers,
  };
}
