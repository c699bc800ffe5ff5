import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { openDatabase } from './database.ts';
import { queries } from './queries.ts';
import type { Tx } from './tx.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase({ empty: true });
});
afterAll(() => own.drop());

/** A network between driver and server that can be made to drop every packet without a word. */
async function network() {
  if (!('host' in own.settings)) throw new TypeError('the tests have a socket');
  const { host, port, ...rest } = own.settings;
  const sockets: Socket[] = [];
  let isDropping = false;
  const forward = (from: Socket, to: Socket): void => {
    sockets.push(from);
    from.on('error', () => to.destroy());
    from.on('data', (bytes) => {
      if (!isDropping) to.write(bytes);
    });
  };
  const proxy = createServer((client) => {
    const server = connect(`${host}/.s.PGSQL.${port}`);
    forward(client, server);
    forward(server, client);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  return {
    settings: {
      ...rest,
      host: '127.0.0.1',
      port: typeof address === 'object' && address !== null ? address.port : 0,
    },
    drop: (on: boolean) => {
      isDropping = on;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}

const one = (tx: Tx) => sql`select 1`.execute(queries(tx));

test('a database that falls silent in a statement, at COMMIT or at BEGIN is given up, and served from again', async () => {
  const net = await network();
  const db = await openDatabase(net.settings, { maxConnections: 3, statementTimeoutMs: 200 });
  await Promise.all([1, 2, 3].map(() => db.transaction(one)));
  const silence = Promise.withResolvers<void>();
  /** Resolves once the transaction is at its last step, which waits for the silence. */
  const upTo = (last: (tx: Tx) => Promise<unknown>) =>
    new Promise<{ readonly ended: Promise<unknown> }>((resolve) => {
      const ended = db.transaction(async (tx) => {
        await one(tx);
        resolve({ ended });
        await silence.promise;
        await last(tx);
      });
    });
  const statement = await upTo(one);
  const commit = await upTo(() => Promise.resolve());
  net.drop(true);
  silence.resolve();
  await Promise.all([
    expect(statement.ended).rejects.toMatchObject({ code: 'unreachable' }),
    expect(commit.ended).rejects.toMatchObject({ code: 'commit_unknown' }),
    expect(db.transaction(() => expect.fail('it began'))).rejects.toMatchObject({
      code: 'unreachable',
    }),
  ]);
  net.drop(false);
  expect((await db.transaction(one)).rows, 'the pool recovers').toHaveLength(1);
  await db.close();
  net.close();
}, 20_000);
