import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { TestProvider, newPerson, testKeys, type TestKeys } from '../testing/test-keys.ts';

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
afterEach(async () => {
  await keys.remove();
  await database.db.transaction((tx) => queries(tx).deleteFrom('audit_event').execute());
});

function lose(name: string): Promise<unknown> {
  return database.db.transaction((tx) =>
    queries(tx).deleteFrom('service_key').where('name', '=', name).execute(),
  );
}

function names(): Promise<readonly string[]> {
  return database.db.transaction(async (tx) => {
    const rows = await queries(tx).selectFrom('service_key').select('name').execute();
    return rows.map(({ name }) => name).toSorted();
  });
}

function auditEvent(log: string): Promise<unknown> {
  const bytes = Buffer.alloc(32);
  return database.db.transaction((tx) =>
    queries(tx)
      .insertInto('audit_event')
      .values({
        event_id: '019c0000-0000-7000-8000-000000000000',
        log,
        commitment: bytes,
        event_type: 'test',
        outcome: 'success',
        occurred_ms: 0,
        actor_index: null,
        subject_index: null,
        detail_owner: null,
        salt_core: null,
        core: null,
        core_hash: bytes,
        salt_detail: null,
        detail: null,
        detail_hash: bytes,
      })
      .execute(),
  );
}

describe('a service key that is gone', () => {
  test.each(['pepper', 'accounts', 'index-email', 'session-signing', 'audit-checkpoint'])(
    'while there are persons is not made anew: %s',
    async (name) => {
      await newPerson(await keys.open(root));
      await lose(name);
      await expect(keys.open(root)).rejects.toMatchObject({
        code: 'key_store_damaged',
        message: expect.stringContaining(`The service key ${name} is missing`),
      });
      expect(await names()).not.toContain(name);
    },
  );

  test('is made anew before there are persons', async () => {
    await keys.open(root);
    const before = await names();
    await lose('accounts');
    await keys.open(root);
    expect(await names()).toEqual(before);
  });

  test.each(['report-signing', 'restriction-signing'])(
    'is made when no earlier release had it: %s',
    async (name) => {
      await newPerson(await keys.open(root));
      await lose(name);
      await keys.open(root);
      expect(await names()).toContain(name);
    },
  );
});

describe('the audit key of a year', () => {
  test('is made for the year to come, persons or not', async () => {
    await newPerson(await keys.open(root));
    keys.clock.now = new Date('2027-01-01T00:00:00Z');
    await keys.open(root);
    expect(await names()).toContain('audit-core-2028');
  });

  test('that has events is not made anew', async () => {
    await newPerson(await keys.open(root));
    await auditEvent('2026');
    await lose('audit-core-2026');
    await expect(keys.open(root)).rejects.toMatchObject({
      code: 'key_store_damaged',
      message: expect.stringContaining('audit-core-2026'),
    });
  });
});
