import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { spawnClusterProcess } from '../testing/cluster-process.ts';
import {
  eventually,
  query,
  run,
  startCluster,
  withCluster,
  withDatabase,
} from '../testing/embedded.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../testing/index.ts';
import { openDatabase } from './database.ts';
import { queries } from './queries.ts';

let temporary: TemporaryDirectory;
let directory: string;
beforeAll(async () => {
  temporary = await temporaryDirectory();
  directory = join(temporary.path, 'postgres');
});
afterAll(() => temporary.remove());

describe('a cluster', () => {
  test('is private, durable, checksummed and sorts alike everywhere', async () => {
    await withCluster({ directory }, async ({ settings, administrator }) => {
      const rows = await query(
        administrator,
        `select name, setting from pg_settings where name in ('${Object.keys(promised).join("','")}')`,
      );
      expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual(
        promised,
      );
      const [locale] = await query(
        settings,
        'select datlocprovider, datlocale from pg_database where datname = current_database()',
      );
      expect(locale).toEqual({ datlocprovider: 'b', datlocale: 'C.UTF-8' });
    });
  });

  const promised = {
    listen_addresses: '',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    data_checksums: 'on',
    password_encryption: 'scram-sha-256',
    server_encoding: 'UTF8',
    log_statement: 'none',
  };

  test('lets nobody in without the password, and its owner is no superuser', async () => {
    await withCluster({ directory }, async ({ settings, administrator }) => {
      for (const user of [settings.user, administrator.user]) {
        const guess = { ...settings, user, password: 'guess' };
        await expect(openDatabase(guess)).rejects.toMatchObject({ code: 'refused' });
      }
      const program = query(settings, "copy (select 1) to program 'true'");
      await expect(program).rejects.toMatchObject({ sqlState: '42501' });
    });
    const password = join(directory, 'cluster', 'password');
    expect((await stat(password)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await readFile(password, 'utf8'), 'base64url')).toHaveLength(32);
  });

  test('keeps what was acknowledged over a restart', async () => {
    await withCluster({ directory }, ({ settings }) =>
      query(settings, 'create table kept (id int); insert into kept values (42)'),
    );
    await withCluster({ directory }, async ({ settings }) => {
      expect(await query(settings, 'select id from kept')).toEqual([{ id: 42 }]);
    });
  });

  test('writes no value of a row or statement into its log', async () => {
    const canary = 'canary4711';
    await withCluster({ directory }, ({ settings }) =>
      withDatabase(settings, async (db) => {
        await run(db, 'create table secret (name text unique check (length(name) < 20))');
        await run(db, `insert into secret values ('${canary}')`);
        for (const statement of refusedStatements(canary)) {
          await expect(run(db, statement)).rejects.toThrow();
        }
        const parameter = db.transaction((tx) =>
          sql`insert into secret values (${canary})`.execute(queries(tx)),
        );
        await expect(parameter).rejects.toMatchObject({ code: 'unique_violation' });
      }),
    );
    const log = await readFile(join(directory, 'server.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain(canary);
  });

  const refusedStatements = (canary: string) => [
    `insert into secret values ('${canary}')`,
    `insert into secret values ('${canary} that is far too long')`,
    `select '${canary}'::int`,
    `select ${canary}`,
    `do $$ begin raise warning '${canary}'; raise exception '${canary}'; end $$`,
    `set local statement_timeout = 20; select pg_sleep(1), '${canary}'`,
  ];

  test('whose sessions are all ended does not end this process, and serves on', async () => {
    await withCluster({ directory }, async ({ settings, administrator }) => {
      const db = await openDatabase(settings);
      await db.ping();
      const client = new pg.Client(administrator);
      await client.connect();
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where usename = $1',
        [settings.user],
      );
      await client.end();
      await eventually(() => db.ping());
      await db.close();
    });
  });
});

describe('one directory, one Wardkeep', () => {
  test('of two starts at once one is refused, clearly', async () => {
    const starts = await Promise.allSettled([
      startCluster({ directory }),
      startCluster({ directory }),
    ]);
    const [refused] = starts.filter((outcome) => outcome.status === 'rejected');
    const [running] = starts.filter((outcome) => outcome.status === 'fulfilled');
    await running?.value.stop();
    expect(refused?.reason).toMatchObject({ code: 'cluster_in_use' });
  });

  test('another process is refused while one runs, and admitted after it was killed', async () => {
    const other = spawnClusterProcess(directory);
    const { settings: others } = await other.started;
    await expect(startCluster({ directory })).rejects.toMatchObject({ code: 'cluster_in_use' });
    await query(others, 'select 1');
    await other.kill();
    await withCluster({ directory }, ({ settings }) => query(settings, 'select 1'));
  });

  test('a refused start disturbs nobody, and after a stop nothing is held', async () => {
    await withCluster({ directory }, async ({ settings, stop, exited }) => {
      await expect(startCluster({ directory })).rejects.toMatchObject({ code: 'cluster_in_use' });
      await query(settings, 'select 1');
      await Promise.all([stop(), stop()]);
      expect(await exited).toBe('stopped');
    });
    await withCluster({ directory }, ({ settings }) => query(settings, 'select 1'));
  });
});
