import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';

import { type ConnectionSettings, type Database, openDatabase } from '../db/database.ts';
import { administrate, createDatabase, withDatabaseName } from './administrate.ts';

export interface TestDatabase {
  readonly db: Database;
  /** To connect by other means: `openDatabase`, or `pg` in tests of db itself. */
  readonly settings: ConnectionSettings;
  /** Closes `db` and removes the database, whoever else is still connected. */
  drop(): Promise<void>;
}

/** A migrated, empty database of the test's own. @param empty - Without migrations. */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = inject('testServer');
  const name = `wardkeep_test_${randomBytes(6).toString('hex')}`;
  const template = options.empty === true ? 'template0' : server.template;
  await createDatabase(server, name, template);
  const settings = withDatabaseName(server.settings, name);
  const db = await openDatabase(settings, { maxConnections: 5 });
  const drop = async (): Promise<void> => {
    await db.close();
    await administrate(server.administrator, [`drop database ${name} with (force)`]);
  };
  return { db, settings, drop };
}
