import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { spawnClusterProcess } from '../testing/cluster-process.ts';
import { eventually, query, run, withCluster, withDatabase } from '../testing/embedded.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../testing/index.ts';
import type { Database } from './database.ts';
import { processKind } from './postmaster-pid.ts';

let temporary: TemporaryDirectory;
let directory: string;
beforeAll(async () => {
  temporary = await temporaryDirectory();
  directory = join(await realpath(temporary.path), 'postgres');
});
afterAll(() => temporary.remove());

const isPostmaster = async (pid: number) =>
  (await processKind(pid, join(directory, 'cluster', 'data'))) === 'postmaster';

/** Both die at once: Node without a chance to reap the postmaster. */
async function killBoth(): Promise<void> {
  const supervised = spawnClusterProcess(directory);
  const { pid } = await supervised.started;
  const killed = supervised.kill();
  process.kill(pid, 'SIGKILL');
  await killed;
}

describe('kill -9', () => {
  const acknowledged: number[] = [];

  test('of the postmaster, five times: it is back by itself with every acknowledged row', async () => {
    await withCluster({ directory }, async (cluster) => {
      await withDatabase(cluster.settings, async (db) => {
        await run(db, 'create table survivor (id int primary key)');
        for (let round = 0; round < 5; round += 1) {
          const writing = writeUntilItBreaks(db, round * 100_000);
          await sleep(100);
          const killed = cluster.pid;
          process.kill(killed, 'SIGKILL');
          await expect(writing).rejects.toMatchObject({ name: 'DatabaseError' });
          // A session may outlive its postmaster for a moment, and answer.
          await eventually(async () => expect(cluster.pid).not.toBe(killed));
          await eventually(() => db.ping());
        }
        expect(acknowledged.length).toBeGreaterThan(5);
        expect(await missing(db)).toEqual([]);
      });
    });
  });

  test('of Node alone: the next start replaces the PostgreSQL that lives on', async () => {
    const supervised = spawnClusterProcess(directory);
    const { pid } = await supervised.started;
    await supervised.kill();
    expect(await isPostmaster(pid)).toBe(true);
    await withCluster({ directory }, async (cluster) => {
      expect(await isPostmaster(pid)).toBe(false);
      await withDatabase(cluster.settings, async (db) => expect(await missing(db)).toEqual([]));
    });
  });

  test('of Node and the postmaster, five times: a start straight after succeeds', async () => {
    for (let round = 0; round < 5; round += 1) await killBoth();
    await withCluster({ directory }, ({ settings }) =>
      withDatabase(settings, async (db) => expect(await missing(db)).toEqual([])),
    );
  });

  async function writeUntilItBreaks(db: Database, from: number): Promise<never> {
    for (let id = from; ; id += 1) {
      await run(db, `insert into survivor values (${id})`);
      acknowledged.push(id);
    }
  }

  async function missing(db: Database): Promise<number[]> {
    const rows = await run(db, 'select id from survivor');
    const kept = new Set(rows.map(({ id }) => id));
    return acknowledged.filter((id) => !kept.has(id));
  }
});

test('a postmaster.pid that names a living stranger does not block a start', async () => {
  await killBoth();
  const file = join(directory, 'cluster', 'data', 'postmaster.pid');
  const lines = (await readFile(file, 'utf8')).split('\n');
  const stranger = await strangerOf(file);
  await writeFile(file, [stranger.pid, ...lines.slice(1)].join('\n'));
  await withCluster({ directory }, ({ settings }) => query(settings, 'select 1'));
  stranger.kill();
});

/** A process of the cluster's user: PostgreSQL believes no others. */
async function strangerOf(file: string): Promise<ChildProcess> {
  const { uid, gid } = await stat(file);
  const stranger = spawn('sleep', ['60'], { uid, gid, cwd: '/' });
  await once(stranger, 'spawn');
  return stranger;
}

describe('initdb', () => {
  const unfinishedIn = async (place: string) =>
    (await readdir(place)).filter((name) => name.startsWith('cluster.unfinished'));

  test('that was interrupted leaves nothing that the next start trips over', async () => {
    const place = join(temporary.path, 'interrupted');
    const leftover = join(place, 'cluster.unfinished-abc');
    await mkdir(join(leftover, 'data', 'base'), { recursive: true });
    await writeFile(join(leftover, 'data', 'PG_VERSION'), '18\n');
    await withCluster({ directory: place, durable: false }, ({ settings }) =>
      query(settings, 'select 1'),
    );
    expect(await unfinishedIn(place)).toEqual([]);
  });

  test('killed together with Node at any time is begun anew', async () => {
    const place = join(temporary.path, 'killed');
    for (const afterMs of [0, 200]) {
      const starting = spawnClusterProcess(place);
      const refused = expect(starting.started).rejects.toThrow('ended');
      await eventually(async () => expect(await unfinishedIn(place)).toHaveLength(1));
      await sleep(afterMs);
      await starting.kill();
      await refused;
      expect(await unfinishedIn(place)).toHaveLength(1);
      expect(existsSync(join(place, 'cluster'))).toBe(false);
    }
    await withCluster({ directory: place, durable: false }, ({ settings }) =>
      query(settings, 'select 1'),
    );
    expect(await unfinishedIn(place)).toEqual([]);
  });
});
