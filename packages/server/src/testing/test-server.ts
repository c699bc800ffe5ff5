import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setUp as setUpEndpoint, type Role } from '@wardkeep/contract';
import { pino, type Logger } from 'pino';
import type { ConnectionSettings } from '../db/connection-settings.ts';
import { queries } from '../db/queries.ts';
import { readConfig, type Config } from '../config/read-config.ts';
import type { MakeLane } from '../gate/index.ts';
import { startWardkeep, type Wardkeep } from '../start-wardkeep.ts';
import { softwareAuthenticator, type SoftwareAuthenticator } from './software-authenticator.ts';
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
  /** With a passkey, and so with everything open that the role opens. */
  readonly admin: TestCaller;
  /** Without any session. */
  stranger(): TestCaller;
  signUp(name?: string): Promise<TestCaller>;
  /** Invited by the administrator, with a passkey. */
  join(role: Role): Promise<TestCaller>;
  /** A passkey for somebody who has just signed in; `passkeyOf` is what they show it with from then on. */
  addPasskey(caller: TestCaller): Promise<SoftwareAuthenticator>;
  passkeyOf(caller: TestCaller): SoftwareAuthenticator | undefined;
  /** A new proof, so that sensitive actions are open: by passkey, or by the password for who has none. */
  proveFreshly(caller: TestCaller): Promise<void>;
  /** Signs in with the password that every test account has. */
  signIn(email: string): Promise<TestCaller>;
  countEvents(of: {
    readonly action: string;
    readonly outcome: 'success' | 'refused' | 'failed';
  }): Promise<number>;
  stop(): Promise<void>;
}

/**
 * `settings` are environment variables of the server, beside those that every test server has. With
 * `WARDKEEP_KEY_PROVIDER: 'key-file'`, which is what a server has by itself, a start takes most of a second longer.
 */
export async function startTestServer({
  settings = {},
  log = pino({ level: 'silent' }),
  ...replaced
}: {
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: Logger;
  /** In place of the one that there is, as in `startWardkeep`. */
  readonly makeLane?: MakeLane;
} = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  const directory = await temporaryDirectory();
  const config = readConfig({
    WARDKEEP_PORT: String(await freePort()),
    WARDKEEP_HOST: '127.0.0.1',
    WARDKEEP_DATA_DIR: path.join(directory.path, 'data'),
    XDG_CONFIG_HOME: path.join(directory.path, 'config'),
    DATABASE_URL: connectionString(database.settings),
    WARDKEEP_RATE_LIMIT_FACTOR: '1000',
    // A tenth of the time of bcrypt, which has its own tests and is what browser and command line are tested with.
    WARDKEEP_PASSWORD_HASH: 'argon2id',
    ...(settings['WARDKEEP_KEY_PROVIDER'] === undefined ? rootKeyInMemory() : {}),
    ...settings,
  });
  let wardkeep = await startWardkeep(config, log, replaced);
  const { url } = wardkeep;
  const { admin, kit } = await setUp(url, wardkeep.setUpLink);
  const passkeys = passkeysAt(url);
  await passkeys.add(admin);
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
      wardkeep = await startWardkeep(config, log, replaced);
    },
    admin,
    stranger: () => new TestCaller(url),
    signUp: async (displayName = 'Test Person') => {
      const caller = new TestCaller(url);
      const email = `person${++people}@example.test`;
      await caller.begin('/api/accounts', { email, password: PASSWORD, displayName });
      return caller;
    },
    join: async (role) => {
      const email = `person${++people}@example.test`;
      const invite = () => admin.post('/api/invitations', { role, email });
      let invited = await invite();
      if (invited.status === 401 && invited.code === 'step_up_needed') {
        await passkeys.proveFreshly(admin);
        invited = await invite();
      }
      const invitationToken = String(invited.json.link).split('#')[1];
      const caller = new TestCaller(url);
      const form = { invitationToken, password: PASSWORD, displayName: 'Test Colleague' };
      await caller.begin('/api/invitations/acceptance', form);
      await passkeys.add(caller);
      return caller;
    },
    addPasskey: passkeys.add,
    passkeyOf: passkeys.of,
    proveFreshly: passkeys.proveFreshly,
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

/** Nobody has to derive it from a passphrase, which Argon2id makes slow on purpose: at each start, and once more at the first. */
function rootKeyInMemory(): Readonly<Record<string, string>> {
  return {
    WARDKEEP_KEY_PROVIDER: 'environment',
    WARDKEEP_ROOT_KEY_FROM: 'env:TEST_ROOT_KEY',
    TEST_ROOT_KEY: randomBytes(32).toString('base64'),
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

/** Everybody's passkeys; each person has an authenticator of their own. */
function passkeysAt(url: string) {
  const { origin, hostname } = new URL(url.replace('//127.0.0.1', '//localhost'));
  const site = { origin, rpId: hostname };
  const owned = new WeakMap<TestCaller, SoftwareAuthenticator>();
  return {
    of: (caller: TestCaller) => owned.get(caller),
    add: async (caller: TestCaller) => {
      const authenticator = softwareAuthenticator(site);
      const options = await caller.post('/api/account/passkeys/options', {});
      const response = authenticator.createCredential(options.json);
      await caller.begin('/api/account/passkeys', { name: 'Software', response });
      owned.set(caller, authenticator);
      return authenticator;
    },
    proveFreshly: async (caller: TestCaller) => {
      const authenticator = owned.get(caller);
      if (authenticator === undefined)
        return void (await caller.begin('/api/sessions/password', { password: PASSWORD }));
      const options = await caller.post('/api/sessions/passkey/options', {});
      const response = authenticator.getAssertion(options.json);
      await caller.begin('/api/sessions/passkey', { response });
    },
  };
}

export async function freePort(): Promise<number> {
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
