import { sql } from 'kysely';
import { expect, test } from 'vitest';

import { queries } from '../db/queries.ts';
import { createTestDatabase } from './test-database.ts';

test('two test databases share nothing, and both are migrated', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await one.db.transaction((tx) => sql`create table only_here (id int)`.execute(queries(tx)));
  const tables = await other.db.transaction((tx) =>
    sql<{ here: boolean; migrated: boolean }>`
      select to_regclass('only_here') is not null as here,
        to_regclass('migration') is not null as migrated`.execute(queries(tx)),
  );
  expect(tables.rows).toEqual([{ here: false, migrated: true }]);
  await Promise.all([one.drop(), other.drop()]);
});
