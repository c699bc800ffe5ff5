import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { SecretKey, wrapKey } from '../../packages/crypto/src/index.ts';
import { openDatabase, type Database } from '../../packages/server/src/db/database.ts';
import { startEmbeddedCluster } from '../../packages/server/src/db/embedded-cluster.ts';
import { migrate } from '../../packages/server/src/db/migrate.ts';
import { queries } from '../../packages/server/src/db/queries.ts';
import { personKeyIdentity } from '../../packages/server/src/vault/person-vault.ts';
import { rewrapPersonKeys } from '../../packages/server/src/vault/rewrap.ts';
import type { Log, Row, RowGroup } from '../row.ts';
import { withScratch } from '../scratch.ts';

const KEYS = 1_000_000;
/** Rows, their dead versions and the WAL. */
const SCRATCH_BYTES = 4 * 2 ** 30;
const PERSONS_A_BATCH = 2_000;
const PURPOSES = ['account', 'chart', 'audit'] as const;
const MIGRATIONS = path.resolve(import.meta.dirname, '../../packages/server/src/db/migrations');

/** What the daily rotation costs: a million persons' keys from one epoch to the next, on the embedded PostgreSQL. */
export const rewrapRows: RowGroup = {
  names: ['keys/rewrap-1M'],
  run: (_wanted, log) =>
    withScratch(SCRATCH_BYTES, async (folder) => {
      // PostgreSQL runs as a user of its own when we are root, and has to pass through.
      chmodSync(folder, 0o711);
      const cluster = await startEmbeddedCluster({
        directory: path.join(folder, 'postgres'),
        log: toLog(log),
      });
      try {
        return [await onCluster(cluster.settings, log)];
      } finally {
        await cluster.stop();
      }
    }),
};

async function onCluster(settings: Parameters<typeof openDatabase>[0], log: Log): Promise<Row> {
  const db = await openDatabase(settings, { maxConnections: 4, statementTimeoutMs: 600_000 });
  try {
    await migrate(db, MIGRATIONS);
    return await measure(db, log);
  } finally {
    await db.close();
  }
}

async function measure(db: Database, log: Log): Promise<Row> {
  let from = SecretKey.generate();
  log(`keys/rewrap-1M: inserting ${KEYS} keys`);
  await insertKeys(db, from);
  const ours: number[] = [];
  const limit: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    log(`keys/rewrap-1M: round ${round + 1} of 3`);
    const to = SecretKey.generate();
    const [old] = [from];
    const epochs = {
      active: { key: to, createdAt: '' },
      get: (id: string) => (id === old.id ? old : to),
    };
    const parts = { db, epochs } as unknown as Parameters<typeof rewrapPersonKeys>[0]; // two members of many
    ours.push(await seconds(() => rewrapPersonKeys(parts)));
    from = to;
    // The limit: the database alone writes as many bytes to the same rows, in one statement.
    limit.push(
      await seconds(() =>
        run(db, sql`update person_key set wrapped = substring(wrapped from 1 for 125)`),
      ),
    );
  }
  const rate = (times: readonly number[]): number => KEYS / median(times);
  return {
    name: 'keys/rewrap-1M',
    unit: 'ops/s',
    ours: rate(ours),
    limit: rate(limit),
    peer: null,
    peerName: null,
    ratioToLimit: median(ours.map((time, round) => (limit[round] ?? Number.NaN) / time)),
    ratioToPeer: null,
    loadAverage: loadavg()[0] ?? 0,
    note: `${median(ours).toFixed(1)} s for ${KEYS} keys (rounds: ${ours.map((time) => time.toFixed(1)).join(', ')}); limit: one UPDATE of the same rows, ${median(limit).toFixed(1)} s`,
  };
}

async function insertKeys(db: Database, epoch: SecretKey): Promise<void> {
  const persons = Math.ceil(KEYS / PURPOSES.length);
  for (let done = 0; done < persons; done += PERSONS_A_BATCH) {
    const ids = Array.from({ length: Math.min(PERSONS_A_BATCH, persons - done) }, () =>
      randomUUID(),
    );
    const keys = ids.flatMap((person_id) => PURPOSES.map((purpose) => ({ person_id, purpose })));
    const wrapped = keys.map((key) =>
      Buffer.from(wrapKey(epoch, SecretKey.generate(), personKeyIdentity({ ...key, version: 1 }))),
    );
    await run(db, sql`insert into person select unnest(${ids}::uuid[]), now()`);
    await run(
      db,
      sql`insert into person_key (person_id, purpose, version, wrapped, state, created_at)
          select person_id, purpose, 1, substring(${Buffer.concat(wrapped)}::bytea from (n::int - 1) * 125 + 1 for 125), 'active', now()
          from unnest(${keys.map((key) => key.person_id)}::uuid[], ${keys.map((key) => key.purpose)}::text[])
            with ordinality as given (person_id, purpose, n)`,
    );
  }
  // As after a quiet night: statistics known, nothing left to write.
  await run(db, sql`analyze person_key`);
}

async function run(db: Database, statement: ReturnType<typeof sql>): Promise<void> {
  await db.transaction((tx) => statement.execute(queries(tx)));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function toLog(log: Log) {
  const ignore = (): void => undefined;
  return {
    info: ignore,
    warn: (_details: object, message: string) => {
      log(message);
    },
    error: (_details: object, message: string) => {
      log(message);
    },
  };
}
