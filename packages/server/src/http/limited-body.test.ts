import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limited } from './limited-body.ts';
import { readJson } from './read-body.ts';

const PACE = { bytes: 100, withinMs: 100 };

let server: Server;
beforeAll(async () => {
  server = createServer((incoming, answer) => {
    readJson(incoming, 1024 * 1024, PACE).then(
      (body) => {
        const status = 'fault' in body ? body.fault.status : 200;
        answer.writeHead(status, { connection: 'close' }).end();
      },
      () => answer.destroy(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
});

/** Sends the pieces, a while apart, and then ends or falls silent. */
async function send(pieces: readonly string[], { ends }: { readonly ends: boolean }) {
  // `as`: it listens on a port.
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, host: '127.0.0.1', method: 'POST' });
  sent.on('error', () => undefined);
  const answered = new Promise<number | undefined>((resolve) =>
    sent.once('response', (answer) => {
      resolve(answer.resume().statusCode);
    }),
  );
  for (const piece of pieces) {
    sent.write(piece);
    await sleep(20);
  }
  if (ends) sent.end();
  const status = await Promise.race([answered, sleep(3000)]);
  sent.destroy();
  return status;
}

test('a body that stops coming is answered in words instead of being waited for', async () => {
  expect(await send(['["'], { ends: false })).toBe(408);
});

test('a body that only drips is broken off', async () => {
  expect(await send(['["', ...Array<string>(60).fill('x'), '"]'], { ends: true })).toBe(408);
});

test('a slow body that keeps the pace is taken, however long it takes', async () => {
  expect(await send(['["', ...Array<string>(20).fill('x'.repeat(50)), '"]'], { ends: true })).toBe(
    200,
  );
});

test('a body is not called slow for a reader who takes their time', async () => {
  const body = limited(Readable.from([Buffer.from('a'), Buffer.from('b')]), 10, PACE);
  await sleep(350);
  expect(Buffer.concat(await body.toArray()).toString()).toBe('ab');
});

test('a body whose sender goes away breaks for its reader', async () => {
  const source = new Readable({ read: () => undefined });
  const body = limited(source, 10, PACE);
  source.destroy();
  await expect(body.toArray()).rejects.toThrow('ended early');
});
