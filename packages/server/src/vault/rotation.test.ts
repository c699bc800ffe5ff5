import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateRecoveryKey } from '@wardkeep/crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../db/database.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { openWithPrivateHalf, unwrapEpoch } from './epoch-wraps.ts';
import { isLive, newestActive } from './epochs.ts';
import { ringOf } from './key-ring.ts';
import { recoveryOpensEveryEpoch } from './recovery-kit.ts';
import { countKeysByEpoch } from './rewrap-store.ts';
import { rotateEpochs, type RotationStep } from './rotation.ts';
import {
  TestProvider,
  newPerson,
  openAgain,
  readRows,
  testKeys,
  type TestKeys,
  type TestPerson,
} from '../testing/test-keys.ts';
import type { Vault } from './vault.ts';

const DAY_MS = 86_400_000;

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

const states = (): string[] =>
  keys.store
    .epochs()
    .map(({ state }) => state)
    .toSorted();
const countLeft = async (vault: Vault): Promise<number> => {
  const counts = await database.db.transaction((tx) => countKeysByEpoch(tx));
  return counts
    .filter(({ epochId }) => epochId !== vault.epoch.id)
    .reduce((sum, { personKeys, serviceKeys }) => sum + personKeys + serviceKeys, 0);
};

describe('rotation', () => {
  test('leaves nothing under the old epoch, which the provider can’t open any more', async () => {
    const vault = await keys.open(root);
    const person = await newPerson(vault);
    const before = keys.store.epochs();
    const pepper = vault.service.symmetric('pepper');
    const seen: string[] = [];
    const result = await vault.rotate({
      reason: 'scheduled',
      onProgress: ({ phase }) => seen.push(phase),
    });
    expect(result).toMatchObject({
      reason: 'scheduled',
      resumed: false,
      personKeys: 3,
      remaining: 0,
      held: [{ epochId: before[0]?.epochId, heldUntil: '2026-12-24T12:00:00.000Z' }],
    });
    expect(result.serviceKeys).toBeGreaterThan(10);
    expect(seen.length).toBeGreaterThan(0);
    expect(await countLeft(vault)).toBe(0);
    expect(states()).toEqual(['active', 'held']);
    for (const file of keys.store.epochs().filter(({ state }) => state === 'held'))
      await expect(unwrapEpoch(root, file)).rejects.toMatchObject({ code: 'key_store_damaged' });
    expect(vault.service.symmetric('pepper'), 'what hashes goes on with the same key').toBe(pepper);
    expect(await openAgain(vault, person)).toEqual({ of: person.personId });
    const after = await keys.open(root);
    expect(await openAgain(after, person)).toEqual({ of: person.personId });
    expect(after.service.symmetric('pepper').id).toBe(pepper.id);
  });

  test('a held epoch opens with the backup root and the kit of its time, and with neither once it is destroyed', async () => {
    const vault = await keys.open(root);
    const kit = vault.makeRecoveryKit();
    await vault.rotate({});
    const backupRoot = readFileSync(keys.backupRootFile, 'utf8');
    const [held] = keys.store.epochs().filter(({ state }) => state === 'held');
    if (held === undefined) throw new Error('nothing is held');
    expect(openWithPrivateHalf(backupRoot, held)?.id).toBe(held.epochId);
    expect(openWithPrivateHalf(kit.privateText, held)?.id).toBe(held.epochId);
    keys.clock.now = new Date(keys.clock.now.getTime() + 31 * DAY_MS);
    expect(await vault.destroyDue()).toEqual([]);
    keys.clock.now = new Date(keys.clock.now.getTime() + DAY_MS);
    expect(await vault.destroyDue(new Date('2026-11-21')), 'an older backup is still kept').toEqual(
      [],
    );
    expect(await vault.destroyDue(new Date('2026-11-23'))).toEqual([held.epochId]);
    const [tombstone] = keys.store.epochs().filter(({ state }) => state === 'destroyed');
    expect(tombstone && openWithPrivateHalf(backupRoot, tombstone)).toBeUndefined();
    for (const directory of keys.directories) {
      const text = readFileSync(path.join(directory, `epoch-${held.epochId}.json`), 'utf8');
      expect(text).not.toContain(held.wrappedByBackupRoot ?? 'none');
      expect(text).not.toContain(held.wrappedToRecovery ?? 'none');
    }
  });

  test('a clock that the database does not share destroys nothing, and is no reason for an epoch of the future', async () => {
    const right = keys.clock.now;
    const vault = await keys.open(root, { databaseNow: () => Promise.resolve(right) });
    await vault.rotate({});
    keys.clock.now = new Date('2099-01-01T00:00:00Z');
    expect(await vault.destroyDue()).toEqual([]);
    await vault.rotate({});
    expect(states()).toEqual(['active', 'held', 'held']);
    keys.clock.now = right;
    await vault.rotate({});
    expect(vault.epoch.createdAt).toBe(right.toISOString());
  });

  test('a tombstone and public halves that somebody wrote into one copy are no part of the next start', async () => {
    const vault = await keys.open(root);
    const person = await newPerson(vault);
    const { id } = vault.epoch;
    const [one = '', two = ''] = keys.directories;
    const name = `epoch-${id}.json`;
    const good = readFileSync(path.join(one, name), 'utf8');
    const forged = { wraps: [], wrappedByBackupRoot: null, wrappedToRecovery: null };
    const tombstone = { ...JSON.parse(good), ...forged, state: 'destroyed' };
    writeFileSync(path.join(two, name), JSON.stringify(tombstone));
    const evil = generateRecoveryKey();
    const root2 = readFileSync(path.join(one, 'backup-root.json'), 'utf8');
    const half = { ...JSON.parse(root2), revision: 999, publicKey: evil.publicKey };
    writeFileSync(path.join(two, 'backup-root.json'), JSON.stringify(half));
    const again = await keys.open(root);
    expect(await openAgain(again, person)).toEqual({ of: person.personId });
    await again.rotate({});
    for (const file of keys.store.epochs())
      expect(openWithPrivateHalf(evil.privateText, file)).toBeUndefined();
    expect(readFileSync(path.join(two, 'backup-root.json'), 'utf8')).toBe(root2);
  });

  test('a copy that a failed write left behind is mended by the next run, without a restart', async () => {
    const vault = await keys.open(root);
    const [, two = ''] = keys.directories;
    const file = path.join(two, `epoch-${vault.epoch.id}.json`);
    const before = readFileSync(file, 'utf8');
    await vault.rotate({});
    const after = readFileSync(file, 'utf8');
    writeFileSync(file, before);
    await vault.destroyDue();
    expect(readFileSync(file, 'utf8')).toBe(after);
  });

  test('a tombstone wins over an old copy that comes back, and the copy is mended', async () => {
    const vault = await keys.open(root);
    const [first = ''] = keys.store.epochs().map(({ epochId }) => epochId);
    const [one = '', two = ''] = keys.directories.map((each) =>
      path.join(each, `epoch-${first}.json`),
    );
    const alive = readFileSync(one, 'utf8');
    await vault.rotate({});
    keys.clock.now = new Date(keys.clock.now.getTime() + 40 * DAY_MS);
    await vault.destroyDue();
    writeFileSync(one, alive);
    expect(keys.store.epochs().find(({ epochId }) => epochId === first)?.state).toBe('destroyed');
    await keys.open(root);
    expect(readFileSync(one, 'utf8')).toBe(readFileSync(two, 'utf8'));
    expect(() => {
      keys.store.putEpoch({ ...JSON.parse(alive), state: 'active' });
    }).toThrow(expect.objectContaining({ code: 'key_store_damaged' }));
  });

  test('a copy that can’t be written refuses before the new epoch is used, and the next run finishes', async () => {
    const vault = await keys.open(root);
    const person = await newPerson(vault);
    const active = vault.epoch.id;
    const [, copy = ''] = keys.directories;
    rmSync(copy, { recursive: true });
    writeFileSync(copy, 'in the way');
    await expect(vault.rotate({})).rejects.toMatchObject({
      code: 'key_store_copy_unwritable',
      message: expect.stringContaining(copy),
    });
    expect(newestActive(keys.store.epochs())?.epochId).toBe(active);
    expect(await openAgain(vault, person)).toEqual({ of: person.personId });
    rmSync(copy);
    await vault.rotate({});
    expect(states()).toEqual(['active', 'held']);
    expect(await openAgain(vault, person)).toEqual({ of: person.personId });
  });

  test('a provider that is away refuses before anything changes', async () => {
    const vault = await keys.open(root, { providerTimeoutMs: 50 });
    const before = keys.store.epochs();
    for (const mode of ['fails', 'hangs'] as const) {
      root.mode = mode;
      await expect(vault.rotate({})).rejects.toMatchObject({ code: 'keys_unavailable' });
    }
    expect(keys.store.epochs()).toEqual(before);
  });

  test('two nodes that rotate at once make one epoch each time, and lose nothing', async () => {
    const one = await keys.open(root);
    const person = await newPerson(one);
    const two = await keys.open(root);
    await Promise.all([one.rotate({}), two.rotate({})]);
    expect(states().filter((state) => state === 'active')).toHaveLength(1);
    expect(states().filter((state) => state === 'retiring')).toEqual([]);
    expect(keys.store.epochs().length, 'one for both, or one after the other').toBeLessThan(4);
    for (const vault of [one, two]) {
      await newPerson(vault);
      expect(await openAgain(vault, person)).toEqual({ of: person.personId });
    }
    expect(one.epoch.id).toBe(two.epoch.id);
    expect(await countLeft(one)).toBe(0);
  });

  test('a node that missed the rotation reads what it rewrapped and wraps by the new epoch', async () => {
    const one = await keys.open(root);
    const two = await keys.open(root);
    const person = await newPerson(one);
    await one.rotate({});
    expect(await openAgain(two, person)).toEqual({ of: person.personId });
    await one.rotate({});
    const late = await newPerson(two);
    expect(await countLeft(one)).toBe(0);
    expect(await openAgain(one, late)).toEqual({ of: late.personId });
  });

  test('a revoked key is left behind, and final with its epoch', async () => {
    const vault = await keys.open(root);
    const { personId } = await newPerson(vault);
    const other = await newPerson(vault);
    await revoke(personId);
    await vault.rotate({});
    expect(await readRows(vault, personId)).toHaveLength(3);
    expect(vault.unlock(await readRows(vault, personId), personId, 'chart')).toBeUndefined();
    const after = await keys.open(root);
    expect(await openAgain(after, other), 'and nothing is asked for it').toEqual({
      of: other.personId,
    });
    const reopened = (await readRows(after, personId)).map((row) => ({
      ...row,
      state: 'active' as const,
    }));
    expect(() => after.unlock(reopened, personId, 'chart')).toThrow(
      expect.objectContaining({ code: 'epoch_held' }),
    );
  });

  test('stops when it is told to, and the next run goes on', async () => {
    const vault = await keys.open(root);
    await expect(vault.rotate({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'work_aborted',
    });
    expect(states()).toEqual(['active']);
  });
});

const STEPS: readonly RotationStep[] = [
  'begun',
  'prepared',
  'activated',
  'retired',
  'settled',
  'service-keys',
  'person-keys',
  'one-held',
  'held',
  'destroyed',
];

describe('a rotation that is killed', () => {
  test.each(STEPS)(
    'after “%s” leaves everything opening, and the next run finishes it without a third epoch',
    async (last) => {
      const vault = await keys.open(root);
      vault.makeRecoveryKit();
      const people = [await newPerson(vault), await newPerson(vault)];
      await killedAt(vault, last);
      await allOpen(people);
      const again = await keys.open(root);
      await again.rotate({});
      expect(states().filter((state) => state === 'active')).toHaveLength(1);
      expect(states().filter((state) => state === 'retiring' || state === 'prepared')).toEqual([]);
      const isDone = last === 'held' || last === 'destroyed' || last === 'one-held';
      expect(states()).toHaveLength(isDone ? states().length : 2);
      expect(await countLeft(again)).toBe(0);
      const kit = again.makeRecoveryKit();
      expect(recoveryOpensEveryEpoch(keys.store, kit.privateText)).toBe(true);
      await allOpen(people);
    },
  );
});

async function killedAt(vault: Vault, last: RotationStep): Promise<void> {
  const killed = new Error('killed');
  const run = rotateEpochs(ringOf(vault), {}, (step) => {
    if (step === last) throw killed;
  });
  await expect(run).rejects.toBe(killed);
}

/** On a node that starts now, and every live epoch by backup root as well. */
async function allOpen(people: readonly TestPerson[]): Promise<void> {
  const fresh = await keys.open(root);
  for (const person of people)
    expect(await openAgain(fresh, person)).toEqual({ of: person.personId });
  const backupRoot = readFileSync(keys.backupRootFile, 'utf8');
  for (const file of keys.store.epochs().filter(isLive))
    expect(openWithPrivateHalf(backupRoot, file)?.id).toBe(file.epochId);
}

async function revoke(personId: string): Promise<void> {
  const { queries } = await import('../db/queries.ts');
  const db = await openDatabase(database.settings, { maxConnections: 1 });
  await db.transaction((tx) =>
    queries(tx)
      .updateTable('person_key')
      .set({ state: 'revoked' })
      .where('person_id', '=', personId)
      .execute(),
  );
  await db.close();
}
