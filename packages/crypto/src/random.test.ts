import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { fillRandom } from './random.ts';

test('no bytes are handed out twice, across many refills', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 20_000; i += 1) {
    const bytes = Buffer.alloc(i % 2 ? 12 : 24);
    fillRandom(bytes);
    seen.add(bytes.subarray(0, 12).toString('hex'));
  }
  expect(seen.size).toBe(20_000);
});

test('all bytes of a request are random, also a request of the whole pool', () => {
  const bytes = Buffer.alloc(8192);
  fillRandom(bytes);
  for (let i = 0; i < bytes.length; i += 16) {
    expect(bytes.subarray(i, i + 16).equals(Buffer.alloc(16))).toBe(false);
  }
});

test('every byte of a request takes every value', () => {
  const values = Array.from({ length: 12 }, () => new Set<number>());
  const bytes = Buffer.alloc(12);
  for (let i = 0; i < 5000; i += 1) {
    fillRandom(bytes);
    values.forEach((seen, at) => seen.add(bytes.readUInt8(at)));
  }
  expect(Math.min(...values.map(({ size }) => size))).toBeGreaterThan(250);
});

test('two threads never share bytes', async () => {
  const program = `
    import { parentPort } from 'node:worker_threads';
    import { fillRandom } from ${JSON.stringify(new URL('random.ts', import.meta.url).href)};
    const bytes = new Uint8Array(8192);
    fillRandom(bytes);
    parentPort.postMessage(bytes);
  `;
  const url = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
  const [one, other] = await Promise.all([url, url].map(firstMessage));
  const blocks = (bytes: Buffer) =>
    Array.from({ length: 512 }, (_, i) => bytes.toString('hex', i * 16, i * 16 + 16));
  const all = [...blocks(one ?? Buffer.alloc(0)), ...blocks(other ?? Buffer.alloc(0))];
  expect(new Set(all).size).toBe(1024);
});

function firstMessage(url: URL): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url);
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)));
    worker.once('error', reject);
  });
}
