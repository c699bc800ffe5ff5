import { Problem, describeSystem, readSystem } from '@wardkeep/contract';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Gate, Route } from '../gate/index.ts';
import { makeServer } from './server.ts';

const routes: readonly Route[] = [describeSystem, readSystem].map((endpoint) => ({
  kind: 'plain',
  endpoint,
  serve: () => Promise.reject(new Error('nothing is served while the gate is closed')),
}));

// `as`: of a gate whose keys have left memory, nothing but that may be asked.
const away = { vault: { availability: () => 'unavailable' } } as unknown as Gate;

async function answer(gate: Gate | undefined, path: string) {
  const app = await makeServer({
    log: pino({ level: 'silent' }),
    routes,
    gate: () => gate,
    health: {
      readyz: () => Promise.resolve({ ready: false, report: {} }),
      lockedState: () => ({ state: 'locked', notices: [] }),
    },
    webDirectory: import.meta.dirname,
    rateLimitFactor: 1,
    shareCounts: () => Promise.resolve(undefined),
    frontDoor: { publicUrl: undefined, trustedProxies: [], allowedAddresses: [] },
  });
  const reply = await app.inject(path);
  await app.close();
  return reply;
}

test.each([
  ['nobody has unlocked the keys', undefined, 'locked'],
  ['the provider of the root key is away', away, 'keys_unavailable'],
] as const)('while %s, every route says so, and to try again', async (_why, gate, code) => {
  const reply = await answer(gate, '/api/system');
  expect(Problem.parse(reply.json()).code).toBe(code);
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '5']);
});

test.each([
  [undefined, 'locked'],
  [away, 'keys-unreachable'],
] as const)('the start page learns which of both it is', async (gate, state) => {
  const reply = await answer(gate, '/api/system/state');
  expect(describeSystem.reply.parse(reply.json()).state).toBe(state);
});
