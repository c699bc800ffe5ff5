import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { CLASSIFICATION, type Classification } from './classification.ts';
import { KEPT_ROWS, OWNED_ROWS } from './owned-rows.ts';
import { queries } from './queries.ts';
import { NOT_A_PERSONS, SEALED_COLUMNS } from './sealed-columns.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const registry: Readonly<Record<string, Readonly<Record<string, Classification>>>> = CLASSIFICATION;

test('every sensitive column is re-sealed with its person, or is said to be nobody’s', () => {
  const sensitive = Object.entries(registry).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, kind]) =>
      kind === 'sensitive' ? [`${table}.${column}`] : [],
    ),
  );
  const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
  expect([...known, ...Object.keys(NOT_A_PERSONS)].toSorted()).toEqual(sensitive.toSorted());
});

test('owner and key of a sealed column are the primary key of its table', async () => {
  for (const { table, owner, key, keepsItsKey } of SEALED_COLUMNS) {
    if (keepsItsKey === true) continue;
    const rows = await ask(sql`
      select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
      where i.indisprimary and i.indrelid = ${table}::regclass`);
    expect([table, ...rows.toSorted()]).toEqual([table, ...[owner, ...key].toSorted()]);
  }
});

test('an erasure reaches every table that names a person', async () => {
  const named = await ask(sql`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and data_type = 'uuid'
      and (column_name in ('person_id', 'owner_id', 'patient_id', 'grantee_id') or column_name like '%owner%' or column_name like '%person%' or column_name like '%_by')`);
  const deleted = OWNED_ROWS.flatMap(({ table, owner }) =>
    typeof owner === 'string' ? [`${table}.${owner}`] : [],
  );
  expect([...deleted, ...Object.keys(KEPT_ROWS)].toSorted()).toEqual(named.toSorted());
});

test('an erasure deletes what refers to a row before the row itself', async () => {
  const order = new Map<string, number>(OWNED_ROWS.map(({ table }, index) => [table, index]));
  const references = await ask(sql`
    select conrelid::regclass || ' ' || confrelid::regclass as name from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace`);
  expect(references.length).toBeGreaterThan(5);
  const late = references.filter((reference) => {
    const [from = '', to = ''] = reference.split(' ');
    if (!order.has(to)) return false;
    return (order.get(from) ?? Infinity) > (order.get(to) ?? Infinity);
  });
  expect(late).toEqual([]);
});

async function ask(select: ReturnType<typeof sql>): Promise<readonly string[]> {
  return database.db.transaction(async (tx) => {
    const { rows } = await sql<{ name: string }>`${select}`.execute(queries(tx));
    return rows.map(({ name }) => name);
  });
}
