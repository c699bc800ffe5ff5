import path from 'node:path';
import { pino } from 'pino';
import type { ConnectionSettings } from '../db/connection-settings.ts';
import { queries } from '../db/queries.ts';
import { readConfig } from '../config/read-config.ts';
import { startWardkeep, type Wardkeep } from '../start-wardkeep.ts';
import { TestCaller } from './test-caller.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { temporaryDirectory, type TemporaryDirectory } from './temporary-directory.ts';

const PASSWORD = 'correct horse battery staple';

/** The whole server on a database and a data directory of its own, and people to talk to it. */
export interface TestServer {
  readonly url: string;
  readonly database: TestDatabase;
  readonly directory: TemporaryDirectory;
  readonly wardkeep: Wardkeep;
  readonly admin: TestCaller;
  /** Without any session. */
  stranger(): TestCaller;
  signUp(name?: string): Promise<TestCaller>;
  /** Signs in with the password that every test account has. */
  signIn(email: string): Promise<TestCaller>;
  countEvents(of: {
    readonly action: string;
    readonly outcome: 'success' | 'refused' | 'failed';
  }): Promise<number>;
  stop(): Promise<void>;
}

export async function startTestServer(): Promise<TestServer> {
  const database = await createTestDatabase();
  const directory = await temporaryDirectory();
  const config = readConfig({
    WARDKEEP_PORT: '0',
    WARDKEEP_HOST: '127.0.0.1',
    WARDKEEP_DATA_DIR: path.join(directory.path, 'data'),
    XDG_CONFIG_HOME: path.join(directory.path, 'config'),
    DATABASE_URL: connectionString(database.settings),
    WARDKEEP_RATE_LIMIT_FACTOR: '1000',
  });
  const wardkeep = await startWardkeep(config, pino({ level: 'silent' }));
  const { url } = wardkeep;
  const admin = await setUp(url, wardkeep.setUpLink);
  let people = 0;
  return {
    url,
    database,
    directory,
    wardkeep,
    admin,
    stranger: () => new TestCaller(url),
    signUp: async (displayName = 'Test Person') => {
      const caller = new TestCaller(url);
      const email = `person${++people}@example.test`;
      await caller.begin('/api/accounts', { email, password: PASSWORD, displayName });
      return caller;
    },
    signIn: async (email) => {
      const caller = new TestCaller(url);
      await caller.begin('/api/sessions', { email, password: PASSWORD });
      return caller;
    },
    countEvents: ({ action, outcome }) =>
      database.db.transaction(async (tx) => {
        const rows = await queries(tx)
          .selectFrom('audit_event')
          .select('event_id')
          .where('event_type', '=', action)
          .where('outcome', '=', outcome)
          .execute();
        return rows.length;
      }),
    stop: async () => {
      await wardkeep.stop();
      await database.drop();
      await directory.remove();
    },
  };
}

async function setUp(url: string, setUpLink: string | undefined): Promise<TestCaller> {
  const admin = new TestCaller(url);
  const setUpToken = setUpLink?.split('#')[1] ?? '';
  await admin.begin('/api/set-up', {
    setUpToken,
    email: 'admin@example.test',
    password: PASSWORD,
    displayName: 'Test Administrator',
  });
  return admin;
}

/** libpq's form, with the socket's directory as `host`. */
function connectionString(settings: ConnectionSettings): string {
  if ('connectionString' in settings) return settings.connectionString;
  const { host, port, user, password, database } = settings;
  const where = host.startsWith('/')
    ? `localhost:${port}/${database}?host=${encodeURIComponent(host)}`
    : `${host}:${port}/${database}`;
  return `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${where}`;
}
