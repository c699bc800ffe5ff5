import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readSession } from '@wardkeep/contract';
import { makeServer } from './server.ts';

/** The lines that a request leaves at a server whose keys are locked. */
async function linesOf(url: string, level = 'info'): Promise<readonly Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line));
  const app = await makeServer({
    log: pino({ level }, { write }),
    routes: [
      {
        kind: 'plain',
        endpoint: readSession,
        serve: () => Promise.reject(new Error('nothing is served without a gate')),
      },
    ],
    gate: () => undefined,
    health: {
      readyz: () => Promise.resolve({ ready: true, report: {} }),
      lockedState: () => ({ state: 'locked', notices: [] }),
    },
    webDirectory: import.meta.dirname,
    rateLimitFactor: 1,
    shareCounts: () => Promise.resolve(undefined),
    frontDoor: { publicUrl: undefined, trustedProxies: [], allowedAddresses: [] },
  });
  await app.inject(url);
  await app.close();
  return lines.filter(({ msg }) => msg === 'request');
}

const LINE = { method: 'GET', ms: expect.any(Number), requestId: expect.any(String) };

test('a refused request is logged, also of a route that is asked all the time', async () => {
  const route = '/api/sessions/current';
  expect(await linesOf(route)).toMatchObject([{ ...LINE, level: 30, route, status: 503 }]);
});

test('an address that no route stands for is logged without itself', async () => {
  const lines = await linesOf('/api/people/somebody?name=theirs');
  expect(lines).toMatchObject([{ ...LINE, level: 30, route: 'none', status: 404 }]);
  expect(JSON.stringify(lines)).not.toMatch(/somebody|theirs/);
});

test('what is asked all the time and goes well is logged for debugging alone', async () => {
  expect(await linesOf('/healthz')).toEqual([]);
  expect(await linesOf('/healthz', 'debug')).toMatchObject([{ ...LINE, level: 20, status: 200 }]);
  expect(await linesOf('/readyz')).toMatchObject([{ ...LINE, level: 30, status: 200 }]);
});
