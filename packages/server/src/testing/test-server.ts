import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setUp as setUpEndpoint } from '@wardkeep/contract';
import { pino } from 'pino';
import type { ConnectionSettings } from '../db/connection-settings.ts';
import { queries } from '../db/queries.ts';
import { readConfig, type Config } from '../config/read-config.ts';
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
  /** The newest process state; `restart` replaces it. */
  readonly wardkeep: Wardkeep;
  /** As printed at set-up. */
  readonly kit: string;
  readonly config: Config;
  /** Stops, and starts again on the same database, directory and port. */
  restart(): Promise<void>;
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
    WARDKEEP_PORT: String(await freePort()),
    WARDKEEP_HOST: '127.0.0.1',
    WARDKEEP_DATA_DIR: path.join(directory.path, 'data'),
    XDG_CONFIG_HOME: path.join(directory.path, 'config'),
    DATABASE_URL: connectionString(database.settings),
    WARDKEEP_RATE_LIMIT_FACTOR: '1000',
  });
  const log = pino({ level: 'silent' });
  let wardkeep = await startWardkeep(config, log);
  const { url } = wardkeep;
  const { admin, kit } = await setUp(url, wardkeep.setUpLink);
  let people = 0;
  return {
    url,
    database,
    directory,
    get wardkeep() {
      return wardkeep;
    },
    kit,
    config,
    restart: async () => {
      await wardkeep.stop();
      wardkeep = await startWardkeep(config, log);
    },
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

async function setUp(
  url: string,
  setUpLink: string | undefined,
): Promise<{ readonly admin: TestCaller; readonly kit: string }> {
  const admin = new TestCaller(url);
  const setUpToken = setUpLink?.split('#')[1] ?? '';
  const reply = await admin.begin('/api/set-up', {
    setUpToken,
    email: 'admin@example.test',
    password: PASSWORD,
    displayName: 'Test Administrator',
  });
  return { admin, kit: SetUpReply.parse(reply).recoveryKit.privateText };
}

const SetUpReply = setUpEndpoint.reply;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** libpq's form, with the socket's directory as `host`. */
export function connectionString(settings: ConnectionSettings): string {
  if ('connectionString' in settings) return settings.connectionString;
  const { host, port, user, password, database } = settings;
  const where = host.startsWith('/')
    ? `localhost:${port}/${database}?host=${encodeURIComponent(host)}`
    : `${host}:${port}/${database}`;
  return `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${where}`;
}
