import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { isLive } from './epochs.ts';
import { ringOf } from './key-ring.ts';
import { migrateEpochs, type MigrationStep } from './provider-migration.ts';
import { recoverEpochs } from './recovery-kit.ts';
import {
  TestProvider,
  newPerson,
  openAgain,
  testKeys,
  type TestKeys,
} from '../testing/test-keys.ts';

let database: TestDatabase;
let keys: TestKeys;
let root: TestProvider;
let target: TestProvider;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  keys = await testKeys(database.db);
  root = new TestProvider();
  target = new TestProvider();
});
afterEach(() => keys.remove());

const references = (): string[][] =>
  keys.store
    .epochs()
    .filter(isLive)
    .map(({ wraps }) => wraps.map(({ reference }) => reference));

test('afterwards the target alone opens every epoch; requests are served all the time', async () => {
  const vault = await keys.open(root);
  const person = await newPerson(vault);
  const moving = { isOn: true };
  const served = (async () => {
    let count = 0;
    for (; moving.isOn; count += 1) await openAgain(vault, person);
    return count;
  })();
  const result = await vault.migrateProvider(target, {});
  moving.isOn = false;
  expect(await served).toBeGreaterThan(0);
  expect(result).toMatchObject({
    from: { provider: 'environment', reference: root.reference },
    to: { provider: 'environment', reference: target.reference },
    epochs: 1,
  });
  expect(references()).toEqual([[target.reference]]);
  expect([root.isClosed, vault.provider.reference]).toEqual([true, target.reference]);
  await expect(keys.open(root)).rejects.toMatchObject({
    code: 'provider_mismatch',
    message: expect.stringContaining('WARDKEEP_KEY_PROVIDER'),
  });
  const after = await keys.open(target);
  expect(await openAgain(after, person)).toEqual({ of: person.personId });
  await vault.rotate({});
  expect(references()).toEqual([[target.reference]]);
  expect(await openAgain(vault, person)).toEqual({ of: person.personId });
});

test('held epochs are not touched: no provider gets a wrap of them again', async () => {
  const vault = await keys.open(root);
  await vault.rotate({});
  const held = keys.store.epochs().filter(({ state }) => state === 'held');
  await vault.migrateProvider(target, {});
  expect(keys.store.epochs().filter(({ state }) => state === 'held')).toEqual(held);
});

test('a target that does not answer, or opens nothing, changes nothing', async () => {
  const vault = await keys.open(root, { providerTimeoutMs: 50 });
  const before = keys.store.epochs();
  for (const mode of ['fails', 'hangs'] as const) {
    target.mode = mode;
    await expect(vault.migrateProvider(target, {})).rejects.toMatchObject({
      code: 'keys_unavailable',
    });
  }
  const forgetful = new TestProvider();
  forgetful.unwrap = () => target.unwrap(new Uint8Array(), { purpose: '', owner: '', name: '' });
  await expect(vault.migrateProvider(forgetful, {})).rejects.toThrow();
  expect(keys.store.epochs()).toEqual(before);
  expect((await keys.open(root)).epoch.id).toBe(vault.epoch.id);
});

const STEPS: readonly MigrationStep[] = ['begun', 'one-wrapped', 'wrapped', 'switched'];

test.each(STEPS)('killed after “%s”, everything opens, and the next run finishes', async (last) => {
  const vault = await keys.open(root);
  const person = await newPerson(vault);
  const killed = new Error('killed');
  const run = migrateEpochs(ringOf(vault), target, {}, (step) => {
    if (step === last) throw killed;
  });
  await expect(run).rejects.toBe(killed);
  const inUse = last === 'switched' ? target : root;
  const again = await keys.open(inUse);
  expect(await openAgain(again, person)).toEqual({ of: person.personId });
  await again.migrateProvider(target, {});
  expect(references()).toEqual([[target.reference]]);
  expect(await openAgain(await keys.open(target), person)).toEqual({ of: person.personId });
});

test('killed between, a start with the settings of the target finishes the move', async () => {
  const vault = await keys.open(root);
  const run = migrateEpochs(ringOf(vault), target, {}, (step) => {
    if (step === 'wrapped') throw new Error('killed');
  });
  await expect(run).rejects.toThrow('killed');
  await keys.open(target);
  expect(references()).toEqual([[target.reference]]);
  await expect(keys.open(root)).rejects.toMatchObject({ code: 'provider_mismatch' });
});

test('with the provider lost, the kit gives the keys to another; a wrong kit changes nothing', async () => {
  const vault = await keys.open(root);
  const person = await newPerson(vault);
  const kit = vault.makeRecoveryKit();
  vault.makeRecoveryKit();
  const before = keys.store.epochs();
  const now = new Date();
  let commits = 0;
  const commit = (): void => void (commits += 1);
  const wrong = { privateText: kit.privateText.replace(/^..../, '0000'), commit, now };
  await expect(recoverEpochs(target, keys.store, wrong)).rejects.toMatchObject({
    code: 'wrong_kit',
  });
  expect([keys.store.epochs(), commits]).toEqual([before, 0]);
  const stopped = {
    privateText: kit.privateText,
    now,
    commit: () => {
      throw new Error('killed');
    },
  };
  await expect(recoverEpochs(target, keys.store, stopped)).rejects.toThrow('killed');
  expect(await openAgain(await keys.open(root), person), 'the old root still does').toEqual({
    of: person.personId,
  });
  await recoverEpochs(target, keys.store, { privateText: kit.privateText, commit, now });
  expect(commits).toBe(1);
  expect(references()).toEqual([[target.reference]]);
  expect(await openAgain(await keys.open(target), person)).toEqual({ of: person.personId });
});
