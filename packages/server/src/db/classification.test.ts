import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { CLASSIFICATION, type Classification } from './classification.ts';
import { queries } from './queries.ts';

let database: TestDatabase;
let columns: readonly { table: string; column: string; type: string }[];
beforeAll(async () => {
  database = await createTestDatabase();
  const { rows } = await database.db.transaction((tx) =>
    sql<{ table: string; column: string; type: string }>`
      select table_name as table, column_name as column, data_type as type
      from information_schema.columns where table_schema = 'public' and table_name <> 'migration'`.execute(
      queries(tx),
    ),
  );
  columns = rows;
});
afterAll(() => database.drop());

const registry: Readonly<Record<string, Readonly<Record<string, Classification>>>> = CLASSIFICATION;

test('every column of the database is classified, and nothing else is', () => {
  const classified = Object.entries(registry).flatMap(([table, names]) =>
    Object.keys(names).map((column) => `${table}.${column}`),
  );
  expect(classified.toSorted()).toEqual(
    columns.map(({ table, column }) => `${table}.${column}`).toSorted(),
  );
});

test('a sensitive column holds bytes: text, json or numbers can’t be sealed values', () => {
  const wrong = columns.filter(
    ({ table, column, type }) => registry[table]?.[column] === 'sensitive' && type !== 'bytea',
  );
  expect(wrong).toEqual([]);
});
