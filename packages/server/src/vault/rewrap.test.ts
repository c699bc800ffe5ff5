import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { ringOf } from './key-ring.ts';
import { rewrapPersonKeys } from './rewrap.ts';
import { countKeysByEpoch } from './rewrap-store.ts';
import { rotateEpochs } from './rotation.ts';
import {
  TestProvider,
  newPerson,
  openAgain,
  testKeys,
  type TestKeys,
  type TestPerson,
} from '../testing/test-keys.ts';

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

test('2,001 keys are rewrapped while others write persons: every key opens, none is left behind', async () => {
  const vault = await keys.open(root);
  const writer = await keys.open(root);
  const people: TestPerson[] = [];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let each = 0; each < 167; each += 1) people.push(await newPerson(vault));
    }),
  );
  const before = people.length;
  const rotating = { isOn: true };
  const writing = (async () => {
    while (rotating.isOn) {
      people.push(await newPerson(writer));
      const at = people[Math.floor(people.length / 2)];
      if (at !== undefined) expect(await openAgain(writer, at)).toEqual({ of: at.personId });
    }
  })();
  const ring = ringOf(vault);
  const result = await rotateEpochs(ring, { keysPerSecond: 2_000 });
  rotating.isOn = false;
  await writing;
  expect(people.length).toBeGreaterThan(before);
  expect(result.personKeys).toBeGreaterThanOrEqual(before * 3);
  const counts = await database.db.transaction((tx) => countKeysByEpoch(tx));
  expect(counts.map(({ epochId, personKeys }) => [epochId, personKeys])).toEqual([
    [vault.epoch.id, people.length * 3],
  ]);
  for (const person of people)
    expect(await openAgain(vault, person)).toEqual({ of: person.personId });
}, 60_000);

test('a row that somebody holds is rewrapped once it is free, and nothing else waits for ever', async () => {
  const vault = await keys.open(root);
  const person = await newPerson(vault);
  const held = database.db.transaction(async (tx) => {
    await queries(tx)
      .selectFrom('person_key')
      .select('version')
      .where('person_id', '=', person.personId)
      .forUpdate()
      .execute();
    await sleep(300);
  });
  await vault.rotate({});
  await held;
  expect(await openAgain(vault, person)).toEqual({ of: person.personId });
});

test('two rewraps at once write no key twice', async () => {
  const [one, two] = [await keys.open(root), await keys.open(root)];
  const people = [await newPerson(one), await newPerson(one)];
  const killed = rotateEpochs(ringOf(one), {}, (step) => {
    if (step === 'service-keys') throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  await ringOf(two).epochs.reload();
  const results = await Promise.all([rewrapPersonKeys(ringOf(one)), rewrapPersonKeys(ringOf(two))]);
  expect(results.reduce((sum, { rewrapped }) => sum + rewrapped, 0)).toBe(6);
  for (const person of people)
    expect(await openAgain(two, person)).toEqual({ of: person.personId });
});

test('told to stop between two batches, it stops', async () => {
  const vault = await keys.open(root);
  await newPerson(vault);
  await expect(
    rewrapPersonKeys(ringOf(vault), { signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'work_aborted' });
});
