import pg from 'pg';

import type { ConnectionSettings } from './connection-settings.ts';
import { databaseErrorFrom } from './database-error.ts';

/** The settings with a password of an own cluster. */
export type ClusterSettings = Extract<ConnectionSettings, { host: string }>;

/** Owns its database and is no superuser: injected SQL could start no program and read no file. */
export const ownerRole = 'wardkeep';

/**
 * Makes the role and the database that Wardkeep works in, if they are absent. Each step may have
 * been the last of a killed process: all of them can be taken again.
 */
export async function ensureOwner(administrator: ClusterSettings): Promise<void> {
  const client = new pg.Client(administrator);
  // The statement that runs rejects with the same error.
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (await isAbsent(client, 'select 1 from pg_roles where rolname = $1')) {
      const password = client.escapeLiteral(administrator.password);
      await client.query(`create role ${ownerRole} login password ${password}`);
    }
    if (await isAbsent(client, 'select 1 from pg_database where datname = $1')) {
      await client.query(`create database ${ownerRole} owner ${ownerRole}`);
    }
  } catch (error) {
    throw databaseErrorFrom(error);
  } finally {
    await client.end();
  }
}

async function isAbsent(client: pg.Client, query: string): Promise<boolean> {
  const { rowCount } = await client.query(query, [ownerRole]);
  return rowCount === 0;
}
