import pg from 'pg';

import { type ConnectionSettings, driverConfig } from '../db/connection-settings.ts';

/** Runs statements that no transaction may hold (create and drop of databases and roles). */
export async function administrate(
  settings: ConnectionSettings,
  statements: readonly string[],
): Promise<void> {
  const client = new pg.Client(driverConfig(settings));
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A copy of `template` that belongs to the user of `server.settings`. */
export async function createDatabase(
  server: { readonly administrator: ConnectionSettings; readonly settings: ConnectionSettings },
  name: string,
  template: string,
): Promise<void> {
  const owner = 'user' in server.settings ? ` owner ${server.settings.user}` : '';
  const statement = `create database ${name} template ${template}${owner}`;
  await administrate(server.administrator, [statement]);
}

/** The same server and user, another database. */
export function withDatabaseName(
  settings: ConnectionSettings,
  database: string,
): ConnectionSettings {
  if (!('connectionString' in settings)) return { ...settings, database };
  // Not by URL: one with a Unix socket has an empty host, which WHATWG's does not parse.
  const { connectionString } = settings;
  return {
    connectionString: connectionString.replace(/(:\/\/[^/?#]*)(\/[^?#]*)?/, `$1/${database}`),
  };
}
