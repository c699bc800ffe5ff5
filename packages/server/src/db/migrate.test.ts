import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';

import {
  createTestDatabase,
  temporaryDirectory,
  type TemporaryDirectory,
  type TestDatabase,
} from '../testing/index.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import { queries } from './queries.ts';

let own: TestDatabase;
let files: TemporaryDirectory;
beforeEach(async () => {
  [own, files] = await Promise.all([createTestDatabase({ empty: true }), temporaryDirectory()]);
  await write('0001-first.sql', 'create table first (id int); insert into first values (1);');
  await write('0002-second.sql', 'create table second (id int);');
});
afterEach(() => Promise.all([own.drop(), files.remove()]));

const write = (name: string, text: string) => writeFile(join(files.path, name), text);
const exists = async (table: string) => {
  const { rows } = await own.db.transaction((tx) =>
    sql<{ found: boolean }>`select to_regclass(${table}) is not null as found`.execute(queries(tx)),
  );
  return rows[0]?.found;
};

test('each file is applied once, in order, and said to be pending before', async () => {
  expect(await pendingMigrations(own.db, files.path)).toEqual([
    '0001-first.sql',
    '0002-second.sql',
  ]);
  expect(await exists('migration')).toBe(false);
  expect(await migrate(own.db, files.path)).toEqual({
    applied: ['0001-first.sql', '0002-second.sql'],
  });
  expect(await migrate(own.settings, files.path)).toEqual({ applied: [] });
  await write('0003-third.sql', 'create table third (id int);');
  expect(await migrate(own.db, files.path)).toEqual({ applied: ['0003-third.sql'] });
  expect(await pendingMigrations(own.settings, files.path)).toEqual([]);
});

test('servers that start together apply each file once between them', async () => {
  await write('0003-slow.sql', 'select pg_sleep(0.3); insert into first values (2);');
  const all = await Promise.all([1, 2, 3, 4].map(() => migrate(own.settings, files.path)));
  expect(all.flatMap(({ applied }) => applied).toSorted()).toEqual([
    '0001-first.sql',
    '0002-second.sql',
    '0003-slow.sql',
  ]);
  const { rows } = await own.db.transaction((tx) =>
    sql`select id from first order by id`.execute(queries(tx)),
  );
  expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
});

test('a file that fails is rolled back whole, and those before it stay', async () => {
  await write('0002-second.sql', 'create table second (id int); insert into nowhere values (1);');
  await expect(migrate(own.db, files.path)).rejects.toMatchObject({
    code: 'migration_failed',
    cause: { sqlState: '42P01' },
  });
  expect([await exists('first'), await exists('second')]).toEqual([true, false]);
  await write('0002-second.sql', 'create table second (id int);');
  expect(await migrate(own.db, files.path)).toEqual({ applied: ['0002-second.sql'] });
});

test('a changed file that was applied is refused, and nothing newer runs', async () => {
  await migrate(own.db, files.path);
  await write('0002-second.sql', 'create table second (id int); -- harmless');
  await write('0003-third.sql', 'create table third (id int);');
  const refused = { code: 'migration_changed' };
  await expect(migrate(own.db, files.path)).rejects.toMatchObject(refused);
  await expect(pendingMigrations(own.db, files.path)).rejects.toMatchObject(refused);
  expect(await exists('third')).toBe(false);
});

test('a file that is gone, or numbered below an applied one, is refused', async () => {
  await migrate(own.db, files.path);
  await rm(join(files.path, '0001-first.sql'));
  await expect(migrate(own.db, files.path)).rejects.toMatchObject({ code: 'migration_changed' });
  await write('0001-first.sql', 'create table first (id int); insert into first values (1);');
  await write('0000-late.sql', 'create table late (id int);');
  await expect(migrate(own.db, files.path)).rejects.toMatchObject({ code: 'migration_changed' });
  expect(await exists('late')).toBe(false);
});

test('a database that a newer program migrated is refused', async () => {
  await migrate(own.db, files.path);
  await rm(join(files.path, '0002-second.sql'));
  await expect(migrate(own.db, files.path)).rejects.toMatchObject({ code: 'migration_unknown' });
});

test('a file that commits by itself is refused', async () => {
  await write('0002-second.sql', 'create table second (id int); commit; begin;');
  await expect(migrate(own.db, files.path)).rejects.toMatchObject({ code: 'migration_failed' });
});

test.each(['2-short.sql', '0001-again.sql', '0003_under.sql'])(
  'a file named %s beside the others is refused before anything runs',
  async (name) => {
    await write(name, 'select 1');
    await expect(migrate(own.db, files.path)).rejects.toMatchObject({ code: 'migration_failed' });
    expect(await exists('first')).toBe(false);
  },
);
