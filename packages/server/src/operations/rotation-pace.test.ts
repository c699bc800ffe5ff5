import { expect, test } from 'vitest';
import { awaitTurn } from './rotation-pace.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

/** Whether a rotation would begin at once after `count` epochs, the newest of which is so old. */
async function beginsAtOnce(count: number, newestSeconds: number): Promise<boolean> {
  const epochs = Array.from({ length: count }, (_, index) => ({
    epochId: String(index),
    state: 'held' as const,
    createdAt: new Date(NOW.getTime() - (newestSeconds + index) * 1000).toISOString(),
    stateSince: NOW.toISOString(),
    heldUntil: null,
  }));
  const stop = new AbortController();
  // Only its list of epochs is asked for.
  const gate = { vault: { epochs: () => epochs }, now: () => NOW } as unknown as Parameters<
    typeof awaitTurn
  >[0];
  const waiting = awaitTurn(gate, { signal: stop.signal, onProgress: () => stop.abort() });
  return waiting.then(
    () => true,
    () => false,
  );
}

test('rotations begin at once, but for a flood of them: then one each minute', async () => {
  expect(await beginsAtOnce(1, 0)).toBe(true);
  expect(await beginsAtOnce(24, 0)).toBe(true);
  expect(await beginsAtOnce(25, 0)).toBe(false);
  expect(await beginsAtOnce(25, 59)).toBe(false);
  expect(await beginsAtOnce(25, 60)).toBe(true);
  expect(await beginsAtOnce(100, 3_600)).toBe(true);
});
