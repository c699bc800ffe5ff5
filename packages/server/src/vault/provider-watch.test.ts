import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, silentLog, type TestDatabase } from '../testing/index.ts';
import { ringOf } from './key-ring.ts';
import { ProviderWatch, type Availability } from './provider-watch.ts';
import {
  TestProvider,
  newPerson,
  openAgain,
  testKeys,
  type TestKeys,
} from '../testing/test-keys.ts';
import type { Vault } from './vault.ts';

const LIFETIME_MINUTES = 0.6 / 60;

let database: TestDatabase;
let keys: TestKeys;
let root: TestProvider;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  keys = await testKeys(database.db);
  root = new TestProvider();
});
afterEach(() => keys.remove());

const open = (): Promise<Vault> =>
  keys.open(root, { keyCacheMinutes: LIFETIME_MINUTES, providerTimeoutMs: 100 });
const untilIs = (vault: Vault, availability: Availability): Promise<void> =>
  vi.waitFor(
    () => {
      expect(vault.availability()).toBe(availability);
    },
    { timeout: 10_000, interval: 20 },
  );

test.each(['fails', 'hangs'] as const)(
  'a provider that %s takes every key out of memory in time, and brings them back without a restart',
  async (mode) => {
    const vault = await open();
    const person = await newPerson(vault);
    const heard: Availability[] = [];
    vault.onAvailability((availability) => heard.push(availability));
    const pepper = vault.service.symmetric('pepper');
    root.mode = mode;
    expect(await openAgain(vault, person), 'still in memory').toEqual({ of: person.personId });
    await untilIs(vault, 'unavailable');
    await expect(openAgain(vault, person)).rejects.toMatchObject({ code: 'keys_unavailable' });
    await expect(newPerson(vault)).rejects.toMatchObject({ code: 'keys_unavailable' });
    expect(() => vault.service.symmetric('pepper')).toThrow(
      expect.objectContaining({ code: 'keys_unavailable' }),
    );
    expect([ringOf(vault).cache.size, ringOf(vault).epochs.isOpen]).toEqual([0, false]);
    await expect(vault.rotate({})).rejects.toMatchObject({ code: 'keys_unavailable' });
    root.mode = 'answers';
    await untilIs(vault, 'available');
    expect(heard).toEqual(['unavailable', 'available']);
    expect(await openAgain(vault, person)).toEqual({ of: person.personId });
    expect(vault.service.symmetric('pepper').id).toBe(pepper.id);
  },
);

test('a provider that answers is asked again and again, and the keys stay', async () => {
  const vault = await open();
  const person = await newPerson(vault);
  let asked = 0;
  const unwrap = root.unwrap.bind(root);
  root.unwrap = (...given) => {
    asked += 1;
    return unwrap(...given);
  };
  await vi.waitFor(
    () => {
      expect(asked).toBeGreaterThan(4);
    },
    { timeout: 10_000 },
  );
  expect(vault.availability()).toBe('available');
  expect(await openAgain(vault, person)).toEqual({ of: person.personId });
});

test('the keys go in time even when the answer comes too late', async () => {
  const dropped: number[] = [];
  const began = performance.now();
  const watch = new ProviderWatch(
    {
      confirm: () => new Promise(() => undefined),
      drop: () => dropped.push(performance.now() - began),
      reopen: () => Promise.resolve(),
    },
    300,
    silentLog,
  );
  watch.start();
  await vi.waitFor(
    () => {
      expect(dropped).toHaveLength(1);
    },
    { timeout: 10_000 },
  );
  expect(dropped[0]).toBeGreaterThanOrEqual(295);
  watch.stop();
});

test('a watch that was stopped says nothing more', async () => {
  const heard: string[] = [];
  const watch = new ProviderWatch(
    {
      confirm: () => Promise.reject(new Error('away')),
      drop: () => heard.push('dropped'),
      reopen: () => Promise.resolve(),
    },
    60,
    silentLog,
  );
  watch.onChange((availability) => heard.push(availability));
  watch.start();
  watch.stop();
  await sleep(150);
  expect(heard).toEqual([]);
});
