import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

import type { ConnectionSettings } from '../db/connection-settings.ts';
import { startEmbeddedCluster } from '../db/embedded-cluster.ts';
import { migrate } from '../db/migrate.ts';
import { administrate, createDatabase, withDatabaseName } from './administrate.ts';
import { silentLog } from './silent-log.ts';
import { temporaryDirectory } from './temporary-directory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** What a test run shares: a PostgreSQL, and a migrated database in it to copy. */
export interface TestServer {
  /** May create databases. */
  readonly administrator: ConnectionSettings;
  /** As the server itself connects: no superuser, where the cluster is ours. */
  readonly settings: ConnectionSettings;
  readonly template: string;
}

const migrations = join(import.meta.dirname, '..', 'db', 'migrations');

/**
 * For vitest's `globalSetup`: one throw-away cluster for the whole run, or the PostgreSQL of
 * `WARDKEEP_TEST_DATABASE_URL`, whose user may create databases. Of another PostgreSQL's programs
 * if `WARDKEEP_TEST_POSTGRES_BIN` names their directory.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // oxlint-disable-next-line node/no-process-env -- tests have no configuration to go through
  const { WARDKEEP_TEST_DATABASE_URL: url, WARDKEEP_TEST_POSTGRES_BIN: binaries } = process.env;
  const server = url === undefined ? await throwAwayServer(binaries) : existingServer(url);
  try {
    const template = await makeTemplate(server);
    const { administrator, settings } = server;
    project.provide('testServer', { administrator, settings, template });
    return async () => {
      await administrate(administrator, [`drop database if exists ${template} with (force)`]);
      await server.end();
    };
  } catch (error) {
    await server.end();
    throw error;
  }
}

interface RunningServer extends Omit<TestServer, 'template'> {
  readonly end: () => Promise<void>;
}

async function throwAwayServer(binaries: string | undefined): Promise<RunningServer> {
  const directory = await temporaryDirectory();
  const cluster = await startEmbeddedCluster({
    directory: join(directory.path, 'postgres'),
    log: silentLog,
    durable: false,
    ...(binaries === undefined ? {} : { binaries }),
  });
  const end = async (): Promise<void> => {
    await cluster.stop();
    await directory.remove();
  };
  return { administrator: cluster.administrator, settings: cluster.settings, end };
}

function existingServer(connectionString: string): RunningServer {
  const settings = { connectionString };
  return { administrator: settings, settings, end: async () => undefined };
}

async function makeTemplate(server: RunningServer): Promise<string> {
  const template = `wardkeep_template_${randomBytes(6).toString('hex')}`;
  await createDatabase(server, template, 'template0');
  await migrate(withDatabaseName(server.settings, template), migrations);
  return template;
}
