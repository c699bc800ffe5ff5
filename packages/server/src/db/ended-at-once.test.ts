import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';

const AUTHENTICATED = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
/** SQLSTATE 57P01: what a server says that is being shut down. */
const SHUT_DOWN = message('E', Buffer.from('SFATAL\0C57P01\0Mgoing away\0\0'));

/** As in PostgreSQL's frontend/backend protocol: a letter, the length with itself, the rest. */
function message(letter: string, rest: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(rest.length + 4);
  return Buffer.concat([Buffer.from(letter), length, rest]);
}

test('a connection that is ready and ended in one chunk is an error of whoever asked for it, and of nobody else', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATED, READY, SHUT_DOWN])));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const settings = { host: '127.0.0.1', port, database: 'none', user: 'nobody', password: 'x' };
  await expect(openDatabase(settings)).rejects.toMatchObject({ name: 'DatabaseError' });
  server.close();
});
