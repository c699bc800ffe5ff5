import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';

import type { ClusterSettings } from '../db/cluster-roles.ts';
import { type Database, openDatabase } from '../db/database.ts';
import {
  type EmbeddedCluster,
  type EmbeddedClusterOptions,
  startEmbeddedCluster,
} from '../db/embedded-cluster.ts';
import { queries } from '../db/queries.ts';
import { silentLog } from './silent-log.ts';

/** For tests of the cluster itself; other tests share one (`createTestDatabase`). */
export type ClusterOptions = Omit<EmbeddedClusterOptions, 'log'>;

export function startCluster(options: ClusterOptions): Promise<EmbeddedCluster> {
  return startEmbeddedCluster({ log: silentLog, ...options });
}

export async function withCluster<T>(
  options: ClusterOptions,
  work: (cluster: EmbeddedCluster) => Promise<T>,
): Promise<T> {
  const cluster = await startCluster(options);
  try {
    return await work(cluster);
  } finally {
    await cluster.stop();
  }
}

export async function withDatabase<T>(
  settings: ClusterSettings,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const db = await openDatabase(settings, { maxConnections: 2 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

type Rows = Record<string, unknown>[];

export async function run(db: Database, statement: string): Promise<Rows> {
  const { rows } = await db.transaction((tx) =>
    sql.raw<Record<string, unknown>>(statement).execute(queries(tx)),
  );
  return rows;
}

export function query(settings: ClusterSettings, statement: string): Promise<Rows> {
  return withDatabase(settings, (db) => run(db, statement));
}

/** Tries for some ten seconds; throws what the last attempt throws. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 500; tries += 1) {
    const outcome = await Promise.allSettled([attempt()]);
    if (outcome[0].status === 'fulfilled') return outcome[0].value;
    await sleep(20);
  }
  return attempt();
}
