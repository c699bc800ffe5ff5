import { existsSync } from 'node:fs';
import { cp, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { query, run, startCluster, withCluster, withDatabase } from '../testing/embedded.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../testing/index.ts';

const system15 = '/usr/lib/postgresql/15/bin';
const asRoot = process.getuid?.() === 0;

let temporary: TemporaryDirectory;
beforeAll(async () => {
  temporary = await temporaryDirectory();
});
afterAll(() => temporary.remove());

test.skipIf(!existsSync(system15))(
  `the system's PostgreSQL 15 does as well, and 18 refuses its cluster (skipped without ${system15})`,
  async () => {
    const directory = join(temporary.path, 'fifteen');
    await withCluster({ directory, binaries: system15, durable: false }, ({ settings }) =>
      withDatabase(settings, async (db) => {
        expect(Math.floor(db.serverVersion / 10_000)).toBe(15);
        const sorted =
          "select string_agg(x, '' order by x) as x from unnest('{b,B,ä,a,A}'::text[]) x";
        expect(await run(db, sorted)).toEqual([{ x: 'ABabä' }]);
      }),
    );
    await expect(startCluster({ directory })).rejects.toMatchObject({ code: 'cluster_version' });
  },
);

test('binaries that are not there are refused', async () => {
  const options = { directory: join(temporary.path, 'none'), binaries: '/nowhere' };
  await expect(startCluster(options)).rejects.toMatchObject({ code: 'cluster_failed' });
});

describe.skipIf(!asRoot)('data of root under a directory of its own (skipped for others)', () => {
  test('lies elsewhere, is found again, moves along, and is not shared with a copy', async () => {
    const [locked, moved, copied] = ['locked', 'moved', 'copied'].map((name) =>
      join(temporary.path, name),
    ) as [string, string, string]; // `as`: three in, three out
    await mkdir(locked, { mode: 0o700 });
    const relocation = join(temporary.path, 'relocated');
    const at = (place: string) => ({
      directory: join(place, 'postgres'),
      relocation,
      durable: false,
    });
    const home = await withCluster(at(locked), async (cluster) => {
      await query(cluster.settings, 'create table here (id int)');
      return cluster.home;
    });
    expect(home.startsWith(relocation)).toBe(true);
    await cp(locked, copied, { recursive: true });
    await expect(startCluster(at(copied))).rejects.toMatchObject({ code: 'cluster_in_use' });
    await rename(locked, moved);
    await withCluster(at(moved), async (cluster) => {
      expect(cluster.home).toBe(home);
      expect(await query(cluster.settings, 'select id from here')).toEqual([]);
    });
  });
});
