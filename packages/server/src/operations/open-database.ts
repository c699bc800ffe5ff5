import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/read-config.ts';
import type { ConnectionSettings } from '../db/connection-settings.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { startEmbeddedCluster, type EmbeddedCluster } from '../db/embedded-cluster.ts';
import type { Log } from '../db/log.ts';
import { migrate } from '../db/migrate.ts';

const MIGRATIONS = fileURLToPath(new URL('../db/migrations', import.meta.url));

export interface OpenedDatabase {
  readonly db: Database;
  readonly cluster: EmbeddedCluster | undefined;
  /** To connect again: for jobs, and for hearing of revoked keys. */
  readonly settings: ConnectionSettings;
  close(): Promise<void>;
}

/** The database of the settings, brought up to this program's migrations: one that was given, or one of our own. */
export async function openOwnDatabase(config: Config, log: Log): Promise<OpenedDatabase> {
  const cluster = config.databaseUrl === undefined ? await startCluster(config, log) : undefined;
  try {
    const settings = cluster?.settings ?? { connectionString: config.databaseUrl ?? '' };
    const db = await openDatabase(settings, { maxConnections: 16, log });
    const { applied } = await migrate(db, MIGRATIONS);
    if (applied.length > 0) log.info({ applied }, 'database migrated');
    return {
      db,
      cluster,
      settings,
      close: async () => {
        await db.close();
        await cluster?.stop();
      },
    };
  } catch (error) {
    await cluster?.stop();
    throw error;
  }
}

function startCluster(config: Config, log: Log): Promise<EmbeddedCluster> {
  const { postgresBinaries } = config;
  return startEmbeddedCluster({
    directory: path.join(config.dataDirectory, 'postgres'),
    log,
    ...(postgresBinaries === undefined ? {} : { binaries: postgresBinaries }),
  });
}
