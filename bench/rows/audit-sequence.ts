import { randomBytes, randomUUID, randomUUIDv7, generateKeyPairSync, sign } from 'node:crypto';
import { chmodSync, readFileSync, readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { SecretKey, sealValue } from '../../packages/crypto/src/index.ts';
import { insertEvents } from '../../packages/server/src/audit/append-event.ts';
import type { AuditKeys } from '../../packages/server/src/audit/audit-keys.ts';
import { sealEvent, type SealedEvent } from '../../packages/server/src/audit/seal-event.ts';
import { startSequencer } from '../../packages/server/src/audit/sequencer.ts';
import { openDatabase, type Database } from '../../packages/server/src/db/database.ts';
import { startEmbeddedCluster } from '../../packages/server/src/db/embedded-cluster.ts';
import { migrate } from '../../packages/server/src/db/migrate.ts';
import { queries } from '../../packages/server/src/db/queries.ts';
import { signerFiles } from '../../packages/server/src/vault/signer-files.ts';
import { median } from '../measure.ts';
import type { Log, Row, RowGroup } from '../row.ts';
import { withScratch } from '../scratch.ts';

const SEQUENCE = 'audit/sequence';
const CHECKPOINT = 'audit/commit-to-checkpoint';
const SCRATCH_BYTES = 4 * 2 ** 30;
const MIGRATIONS = path.resolve(import.meta.dirname, '../../packages/server/src/db/migrations');

const LEAVES_A_ROUND = 20_000;
const ROUNDS = 3;
const PROMISED_PER_SECOND = 10_000;
/** One core, our process and PostgreSQL together. */
const PROMISED_US = 1e6 / PROMISED_PER_SECOND;

const EVENTS_PER_SECOND = 1_000;
const SECONDS = 20;
/** Commits a second, each of several events, as concurrent requests share one. */
const COMMITS_PER_SECOND = 50;
const PROMISED_MS = 1_000;

/** From events that wait to leaves under a signed checkpoint, on the embedded PostgreSQL with fsync, signer's memory included. */
export const auditSequenceRows: RowGroup = {
  names: [SEQUENCE, CHECKPOINT],
  run: (wanted, log) =>
    withScratch(SCRATCH_BYTES, async (folder) => {
      // PostgreSQL runs as a user of its own when we are root, and has to pass through.
      chmodSync(folder, 0o711);
      const directory = path.join(folder, 'postgres');
      const cluster = await startEmbeddedCluster({ directory, log: toLog(log) });
      const db = await openDatabase(cluster.settings, { maxConnections: 8 });
      try {
        await migrate(db, MIGRATIONS);
        const bench = { db, keys: newKeys(), memoryFolder: path.join(folder, 'signer'), log };
        return [
          ...(wanted(SEQUENCE) ? [await measureSequence(bench)] : []),
          ...(wanted(CHECKPOINT) ? [await measureCheckpoint(bench)] : []),
        ];
      } finally {
        await db.close();
        await cluster.stop();
      }
    }),
};

interface Bench {
  readonly db: Database;
  readonly keys: AuditKeys;
  readonly memoryFolder: string;
  readonly log: Log;
}

async function measureSequence(bench: Bench): Promise<Row> {
  const sequencer = newSequencer(bench, 2 ** 31 - 1);
  const rates: number[] = [];
  const cpuUs: number[] = [];
  const databaseUs: number[] = [];
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    bench.log(`${SEQUENCE}: round ${round} of ${ROUNDS}`);
    for (let done = 0; done < LEAVES_A_ROUND; done += 1_000)
      await append(bench.db, newEvents(bench.keys, 1_000));
    const cpu = process.cpuUsage();
    const databaseCpuUs = await databaseCpu(bench.db);
    const begun = performance.now();
    const leaves = await sequencer.passNow();
    const seconds = (performance.now() - begun) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    if (leaves !== LEAVES_A_ROUND) throw new Error(`${leaves} leaves instead of ${LEAVES_A_ROUND}`);
    if (round === 0) continue;
    rates.push(leaves / seconds);
    cpuUs.push((user + system) / leaves);
    databaseUs.push(((await databaseCpu(bench.db)) - databaseCpuUs) / leaves);
  }
  await sequencer.stop();
  const ours = median(rates);
  const usedUs = (median(cpuUs) ?? Number.NaN) + (median(databaseUs) ?? Number.NaN);
  return {
    name: SEQUENCE,
    unit: 'ops/s',
    ours,
    limit: PROMISED_PER_SECOND,
    peer: null,
    peerName: null,
    ratioToLimit: (ours ?? Number.NaN) / PROMISED_PER_SECOND,
    ratioToPeer: null,
    cpu: {
      unit: 'CPU-µs/op',
      ours: usedUs,
      limit: PROMISED_US,
      peer: null,
      ratioToLimit: PROMISED_US / usedUs,
      ratioToPeer: null,
    },
    loadAverage: loadavg()[0] ?? 0,
    note: `leaves a second, ${LEAVES_A_ROUND} waiting (rounds: ${rates.map((rate) => rate.toFixed(0)).join(', ')}); CPU-µs/leaf: our process ${median(cpuUs)?.toFixed(1)}, PostgreSQL ${median(databaseUs)?.toFixed(1)}; limit: the promise`,
  };
}

/** Each event's time from its commit to the commit of a checkpoint over it, both by the clock of this process. */
async function measureCheckpoint(bench: Bench): Promise<Row> {
  bench.log(`${CHECKPOINT}: ${EVENTS_PER_SECOND} events a second for ${SECONDS} s`);
  const committed = new Map<string, number>();
  const waited: number[] = [];
  const sequencer = newSequencer(bench, undefined);
  const watching = new AbortController();
  const watch = watchLeaves(bench.db, { committed, waited, signal: watching.signal });
  const inFlight: Promise<void>[] = [];
  const begun = performance.now();
  const total = SECONDS * COMMITS_PER_SECOND;
  for (let commit = 0; commit < total; commit += 1) {
    const dueMs = begun + (commit * 1_000) / COMMITS_PER_SECOND;
    await sleep(Math.max(0, dueMs - performance.now()));
    const events = newEvents(bench.keys, EVENTS_PER_SECOND / COMMITS_PER_SECOND);
    inFlight.push(
      append(bench.db, events).then(() => {
        for (const { event_id: id } of events) committed.set(id, performance.now());
      }),
    );
  }
  await Promise.all(inFlight);
  const tookMs = performance.now() - begun;
  const expected = total * (EVENTS_PER_SECOND / COMMITS_PER_SECOND);
  for (let tries = 0; waited.length < expected && tries < 400; tries += 1) await sleep(25);
  watching.abort();
  await watch;
  await sequencer.stop();
  if (waited.length !== expected) throw new Error(`${waited.length} leaves of ${expected}`);
  const sorted = waited.toSorted((a, b) => a - b);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  const ours = at(0.99);
  return {
    name: CHECKPOINT,
    unit: 'ms',
    ours,
    limit: PROMISED_MS,
    peer: null,
    peerName: null,
    ratioToLimit: PROMISED_MS / ours,
    ratioToPeer: null,
    loadAverage: loadavg()[0] ?? 0,
    note: `99th percentile; median ${at(0.5).toFixed(0)}, longest ${at(1).toFixed(0)}, at ${((expected / tookMs) * 1_000).toFixed(0)} events/s; limit: the promise`,
  };
}

/** Sees a leaf up to 10 ms after its commit: what is measured is at most that much too long. */
async function watchLeaves(
  db: Database,
  seen: { committed: Map<string, number>; waited: number[]; signal: AbortSignal },
): Promise<void> {
  let from = await newestSize(db);
  while (!seen.signal.aborted) {
    const size = await newestSize(db);
    const now = performance.now();
    if (size > from) {
      const ids = await db.transaction(
        async (tx) =>
          queries(tx)
            .selectFrom('audit_leaf')
            .select('event_id')
            .where('leaf_index', '>=', from)
            .where('leaf_index', '<', size)
            .execute(),
        { readOnly: true },
      );
      for (const { event_id: id } of ids) {
        const at = seen.committed.get(id);
        // Not yet noted means that its own commit has only just been answered.
        seen.waited.push(at === undefined ? 0 : Math.max(0, now - at));
      }
      from = size;
    }
    await sleep(10);
  }
}

async function newestSize(db: Database): Promise<number> {
  return db.transaction(
    async (tx) => {
      const { rows } = await sql<{
        size: number;
      }>`select coalesce(max(size), 0) as size from audit_checkpoint`.execute(queries(tx));
      return rows[0]?.size ?? 0;
    },
    { readOnly: true },
  );
}

/** Of every process of the server, in µs, as Linux counts it; NaN elsewhere. */
async function databaseCpu(db: Database): Promise<number> {
  const { rows } = await db.transaction((tx) =>
    sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(queries(tx)),
  );
  const parent = statOf(String(rows[0]?.pid))?.parent;
  if (parent === undefined) return Number.NaN;
  const all = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
  const children = all.flatMap((pid) => statOf(pid) ?? []).filter((each) => each.parent === parent);
  return children.reduce((sum, { ticks }) => sum + ticks * US_A_TICK, 0);
}

/** USER_HZ is 100 wherever Node runs (proc(5)). */
const US_A_TICK = 10_000;

function statOf(pid: string): { readonly parent: number; readonly ticks: number } | undefined {
  try {
    // After the name, which may hold anything: state, parent, …; user and system time are the 14th and 15th of all.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined; // It has ended, or this is no Linux.
  }
}

function newSequencer({ db, keys, memoryFolder, log }: Bench, everyMs: number | undefined) {
  return startSequencer({
    db,
    keys,
    memory: signerFiles([memoryFolder]),
    log: { error: (details) => log(`a pass failed: ${JSON.stringify(details)}`) },
    ...(everyMs === undefined ? {} : { everyMs }),
    now: Date.now,
  });
}

function append(db: Database, events: readonly SealedEvent[]): Promise<void> {
  return db.transaction((tx) => insertEvents(tx, events));
}

/** A hundred persons read by ten: tokens repeat as they do in practice. */
const persons = Array.from({ length: 100 }, () => randomUUID());
const actors = Array.from({ length: 10 }, () => randomUUID());
const sources = {
  now: Date.now,
  randomBytes: (length: number) => randomBytes(length),
  uuid: () => randomUUIDv7(),
};

function newEvents(keys: AuditKeys, count: number): SealedEvent[] {
  return Array.from({ length: count }, (_, at) =>
    sealEvent(
      keys,
      {
        actor: { personId: actors[at % actors.length] ?? null, role: 'provider' },
        action: 'record.read',
        outcome: 'success',
        personId: persons[at % persons.length] ?? null,
        relationship: 'care-team',
        purposeOfUse: 'TREAT',
        requestId: randomUUID(),
        address: '192.0.2.7',
        detail: { resources: [{ type: 'Observation', id: randomUUID(), version: 3 }] },
      },
      sources,
    ),
  );
}

/** Real sealing and a real signature; the index tokens are random bytes by person, as long as the real ones. */
function newKeys(): AuditKeys {
  const key = SecretKey.generate();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const tokens = new Map<string, Buffer>();
  const token = (of: string): Buffer => {
    const known = tokens.get(of) ?? randomBytes(16);
    tokens.set(of, known);
    return known;
  };
  const place = (purpose: string, name: string) => ({ purpose, owner: 'deployment', name });
  return {
    sealCore: (eventId, core) => sealValue(key, place('audit-core', eventId), core),
    sealDetail: (eventId, _owner, detail) => sealValue(key, place('audit-detail', eventId), detail),
    actorIndex: (id) => token(`actor ${id}`),
    subjectIndex: (id) => token(`subject ${id}`),
    addressIndex: (address) => token(`address ${address}`),
    signCheckpoint: (text) => sign(null, text, privateKey),
    checkpointKey: {
      name: 'bench.example/audit',
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32),
    },
  };
}

function toLog(log: Log) {
  const tell = (_details: object, message: string): void => {
    log(message);
  };
  return { info: () => undefined, warn: tell, error: tell };
}
