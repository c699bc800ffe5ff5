import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../config/read-config.ts';
import { startWardkeep, type Wardkeep } from '../start-wardkeep.ts';
import { TestCaller } from '../testing/test-caller.ts';
import {
  createTestDatabase,
  temporaryDirectory,
  type TemporaryDirectory,
  type TestDatabase,
} from '../testing/index.ts';

const PASSWORD = 'correct horse battery staple';
const PNG = Uint8Array.from(Buffer.from('\x89PNG\r\n\x1a\n and whatever follows', 'latin1'));

let database: TestDatabase;
let directory: TemporaryDirectory;
let proxy: Server;
let wardkeep: Wardkeep;
let patient: TestCaller;

beforeAll(async () => {
  [database, directory] = await Promise.all([createTestDatabase(), temporaryDirectory()]);
  proxy = commitLosingProxy(database, 'update "document"');
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  wardkeep = await startWardkeep(
    readConfig({
      WARDKEEP_PORT: '0',
      WARDKEEP_HOST: '127.0.0.1',
      WARDKEEP_DATA_DIR: path.join(directory.path, 'data'),
      XDG_CONFIG_HOME: path.join(directory.path, 'config'),
      DATABASE_URL: through(proxy),
    }),
    pino({ level: 'silent' }),
  );
  const setUpToken = wardkeep.setUpLink?.split('#')[1] ?? '';
  const account = { password: PASSWORD, displayName: 'Test Person' };
  const admin = new TestCaller(wardkeep.url);
  await admin.begin('/api/set-up', { ...account, email: 'admin@example.test', setUpToken });
  patient = new TestCaller(wardkeep.url);
  await patient.begin('/api/accounts', { ...account, email: 'patient@example.test' });
});
afterAll(async () => {
  await wardkeep.stop();
  proxy.close();
  await database.drop();
  await directory.remove();
});

test('an upload whose COMMIT got no answer keeps its file, and does not say that nothing was changed', async () => {
  const documents = `/api/patients/${patient.personId}/documents`;
  const named = await patient.post(documents, { title: 'Picture', fileName: 'picture.png' });
  const content = `${documents}/${named.json.documentId}/content`;
  const refused = await patient.put(content, PNG);
  expect([refused.status, refused.code]).toEqual([503, 'unavailable']);
  expect(refused.json.detail).not.toMatch(/nothing was changed/i);
  const listed = await patient.get(documents);
  expect(listed.json.documents).toHaveLength(1);
  const opened = await patient.get(content);
  expect(opened.status).toBe(200);
  expect(opened.bytes.equals(PNG)).toBe(true);
});

/** Passes everything on, but for the answer to the COMMIT of a transaction that sent `statement`: there the connection breaks. */
function commitLosingProxy({ settings }: TestDatabase, statement: string): Server {
  return createServer((client) => {
    const server = connectTo(settings);
    let isChosen = false;
    let isCommitting = false;
    client.on('data', (chunk) => {
      isChosen ||= chunk.includes(statement);
      isCommitting ||= isChosen && chunk.includes('commit\0');
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (!isCommitting) client.write(chunk);
      else if (chunk.includes('COMMIT\0')) client.destroy();
    });
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('close', () => to.destroy());
      // What breaks here breaks for the other end, which is the test.
      from.on('error', () => to.destroy());
    }
  });
}

function connectTo(settings: TestDatabase['settings']): Socket {
  if ('connectionString' in settings) throw new TypeError('the test database has its parts');
  const { host, port } = settings;
  return host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
}

function through(proxy: Server): string {
  const { settings } = database;
  if ('connectionString' in settings) throw new TypeError('the test database has its parts');
  // It listens on TCP, so its address is no path.
  const { port } = proxy.address() as AddressInfo;
  const { user, password } = settings;
  return `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${settings.database}`;
}
