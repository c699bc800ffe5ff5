import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askServer } from './operator-socket.ts';
import { refuseForeignSocket } from './socket-owner.ts';

const UID = process.getuid?.() ?? 0;

let base: string;
let data: string;
let elsewhere: string;
let socket: string;
let server: Server;
let asked: number;

beforeEach(async () => {
  base = mkdtempSync(path.join(tmpdir(), 'wardkeep-owner-'));
  data = path.join(base, 'data');
  elsewhere = path.join(base, 'elsewhere');
  socket = path.join(elsewhere, 'control.sock');
  for (const directory of [data, elsewhere]) mkdirSync(directory, { mode: 0o700 });
  asked = 0;
  server = createServer((_request, response) => {
    asked++;
    response.end('{"ok":true}');
  }).listen(socket);
  await once(server, 'listening');
  announce(socket);
});
afterEach(() => {
  server.close();
  rmSync(base, { recursive: true, force: true });
});

function announce(where: string): void {
  writeFileSync(path.join(data, 'control-socket'), `${where}\n`);
}

const unlock = () =>
  askServer({
    dataDirectory: data,
    method: 'POST',
    address: '/unlock',
    body: { passphrase: 'a passphrase' },
  });

test('a socket of our own in a directory of our own is spoken to', async () => {
  expect(await unlock()).toEqual({ ok: true });
});

test('a socket of another user is told nothing', () => {
  expect(() => refuseForeignSocket(data, socket, UID)).not.toThrow();
  expect(() => refuseForeignSocket(data, socket, UID + 1)).toThrow(/Nothing was sent/);
});

test.for(['0770', '0707', '1777'])(
  'a socket in a directory of mode %s, where others could replace it, is told nothing',
  async (mode) => {
    chmodSync(elsewhere, mode);
    await expect(unlock()).rejects.toMatchObject({ code: 'refused' });
    expect(asked).toBe(0);
  },
);

test('a socket behind a link is told nothing, be the link its directory or itself', async () => {
  symlinkSync(elsewhere, path.join(base, 'link'));
  announce(path.join(base, 'link/control.sock'));
  await expect(unlock()).rejects.toMatchObject({ code: 'refused' });
  symlinkSync(socket, path.join(data, 'control.sock'));
  announce(path.join(data, 'control.sock'));
  await expect(unlock()).rejects.toMatchObject({ code: 'refused' });
  expect(asked).toBe(0);
});

test('a data directory that is reached by a link is as good as itself', () => {
  const link = path.join(base, 'link');
  symlinkSync(elsewhere, link);
  expect(() => refuseForeignSocket(link, path.join(link, 'control.sock'), UID)).not.toThrow();
});
