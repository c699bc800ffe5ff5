import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { queries } from '../db/queries.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { sendKeyNotice } from './key-notices-store.ts';
import { ringOf } from './key-ring.ts';
import {
  TestProvider,
  newPerson,
  openAgain,
  testKeys,
  type TestKeys,
} from '../testing/test-keys.ts';
import type { Vault } from './vault.ts';

let database: TestDatabase;
let keys: TestKeys;
let root: TestProvider;
let vault: Vault;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  keys = await testKeys(database.db);
  root = new TestProvider();
  vault = await keys.open(root, { listenOn: database.settings });
});
afterEach(() => keys.remove());

const notice = (payload: string): Promise<void> =>
  database.db.transaction((tx) => sendKeyNotice(tx, payload));
const cached = (): number => ringOf(vault).cache.size;

/** Filled again and again until a notice empties it: when the listener began to listen is not known. */
async function untilHeard(payload: string, expected: number): Promise<void> {
  const people = [await newPerson(vault), await newPerson(vault)];
  await vi.waitFor(
    async () => {
      for (const person of people) await openAgain(vault, person);
      await notice(payload === 'first' ? (people[0]?.personId ?? '') : payload);
      await vi.waitFor(
        () => {
          expect(cached()).toBe(expected);
        },
        { timeout: 200, interval: 10 },
      );
    },
    { timeout: 10_000 },
  );
}

test('a notice makes every process forget one person’s keys, and no other’s', async () => {
  await untilHeard('first', 1);
});

test('a notice about everything makes every process forget all and read the key store again', async () => {
  await untilHeard('*', 0);
  const other = await keys.open(root);
  await other.rotate({});
  await vi.waitFor(
    () => {
      expect(vault.epoch.id).toBe(other.epoch.id);
    },
    { timeout: 5_000 },
  );
});

test('the connection that hears is made again when it breaks', async () => {
  await untilHeard('first', 1);
  const { rows } = await database.db.transaction((tx) =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'listen %'`.execute(queries(tx)),
  );
  expect(rows).toHaveLength(1);
  await untilHeard('first', 1);
});
