import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../packages/client/src/index.ts';
import { setUp } from '../../packages/contract/src/index.ts';
import { cookieFetch } from '../demo/cookie-fetch.ts';
import { seededRandom, type Random } from '../demo/random.ts';
import { type ServerProcess, startServer } from '../demo/server-process.ts';
import { type ThrowAway, throwAway } from '../demo/throw-away.ts';
import { type Checked, type Violations, add, check, noViolations } from './check.ts';
import { type ClusterAccess, accessCluster } from './cluster-access.ts';
import { checkElsewhere } from './check-elsewhere.ts';
import { checkNumbers } from './check-log.ts';
import { type Importer, newImporter } from './importer.ts';
import { KILL_KINDS, type KillKind, kill, recoveryOf } from './kill.ts';
import { type FaultReport, reportOf } from './report.ts';
import { checkKeys } from './keys/check-keys.ts';
import { type KeyWorker, newKeyWorker } from './keys/key-work.ts';
import { type Fill, fillOnce } from './fill-disk.ts';
import { Road } from './road.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';
import { type Visitor, newVisitors } from './visitor.ts';

const CHECK_EVERY = 10;
/** Requests that are done before each kill, at least. */
const LEAST_REQUESTS = 3;
/** Into a request that was under way: an import takes some tens of milliseconds, a flush of events a few. */
const INTO_MS = 30;
/** Every other kill may be anywhere between two passes of the sequencer, which are 200 ms apart. */
const INTO_PASS_MS = 400;
/** Into key work: a rotation of a small deployment takes a third of a second, a renewal of everybody a few. */
const INTO_KEY_WORK_MS = 800;

export interface FaultOptions {
  readonly kills: number;
  /** Chooses data, moments and kinds; the machine adds its own timing. */
  readonly seed: string;
  readonly clients: number;
  /** Kills the server alone, and always while an operator's work on keys is under way. */
  readonly keys: boolean;
  /** Fills the disk instead of killing anything, as often as there would be kills. Needs root. */
  readonly diskFull: boolean;
  /** Before each kill between 3 and so many requests are done. */
  readonly requestsMost: number;
  readonly today: Date;
  /** Hears a line for each kill and each check. */
  readonly progress: (line: string) => void;
  /** Ends the loop early, with the final check. */
  readonly signal?: AbortSignal;
  /** For tests of this loop: harm that the final check must find. */
  readonly beforeLastCheck?: (
    cluster: ClusterAccess,
    importers: readonly Importer[],
  ) => Promise<void>;
}

export interface Kill {
  readonly kind: KillKind;
  readonly underWay: number;
  /** From the kill (a postmaster's) or the new start (a server's) until readyz said 200. */
  readonly backSeconds: number;
}

/** Everything that one run works with. */
interface World {
  readonly options: FaultOptions;
  readonly random: Random;
  readonly where: ThrowAway;
  readonly road: Road;
  readonly cluster: ClusterAccess;
  readonly importers: readonly Importer[];
  readonly visitors: readonly Visitor[];
  readonly kills: Kill[];
  readonly disk: SmallDisk | undefined;
  readonly fills: Fill[];
  readonly violations: Violations;
  readonly keyWorker: KeyWorker | undefined;
  server: ServerProcess;
}

/**
 * The kill loop: clients import without pause while server, postmaster or both get SIGKILL, again and again, on a real
 * server with its embedded PostgreSQL in a throw-away directory.
 */
export async function runFaults(options: FaultOptions): Promise<FaultReport> {
  const startedMs = performance.now();
  const where = await throwAway('faults');
  const running: { server?: ServerProcess; cluster?: ClusterAccess } = {};
  const disk = options.diskFull ? await smallDisk(where.dataDirectory) : undefined;
  try {
    const world = await makeWorld(options, where, disk);
    running.server = world.server;
    running.cluster = world.cluster;
    const checked = await loop(world, (server) => (running.server = server));
    const seconds = (performance.now() - startedMs) / 1000;
    return reportOf({ ...world, checked, seed: options.seed, seconds });
  } finally {
    await running.server?.stop();
    // A server that did not come back has left one without a supervisor.
    await running.cluster?.stopPostmaster();
    await disk?.remove();
    await where.remove();
  }
}

function start(where: ThrowAway, keyWorker?: KeyWorker): Promise<ServerProcess> {
  return startServer(where, {
    ...keyWorker?.settings(),
    XDG_CONFIG_HOME: path.join(path.dirname(where.dataDirectory), 'config'),
    WARDKEEP_HOST: '127.0.0.1',
    WARDKEEP_PORT: '0',
    WARDKEEP_LOG_LEVEL: 'warn',
    WARDKEEP_RATE_LIMIT_FACTOR: '10000',
  });
}

async function makeWorld(
  options: FaultOptions,
  where: ThrowAway,
  disk: SmallDisk | undefined,
): Promise<World> {
  const { seed, clients, today } = options;
  const road = new Road();
  const server = await start(where);
  try {
    road.lead(server.url);
    await setUpAdministrator(server);
    const importers: Importer[] = [];
    for (let n = 1; n <= clients; n += 1)
      importers.push(await newImporter({ name: `patient${n}`, road, seed, today }));
    const people = importers.map(({ personId }) => personId);
    const random = seededRandom(`${seed}/keys`);
    return {
      options,
      keyWorker: options.keys ? newKeyWorker({ where, road, random, people, today }) : undefined,
      random: seededRandom(`${seed}/kills`),
      where,
      road,
      cluster: await accessCluster(where.dataDirectory),
      importers,
      // Key work changes whom there is to read.
      visitors: options.keys ? [] : await newVisitors({ road, seed, today }),
      kills: [],
      disk,
      fills: [],
      violations: noViolations(),
      server,
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function setUpAdministrator({ url, setUpToken = '' }: ServerProcess): Promise<void> {
  const client = createClient({ baseUrl: '', fetch: cookieFetch(() => url) });
  const password = crypto.randomUUID();
  const body = { setUpToken, email: 'admin@faults.example', password, displayName: 'Fault Loop' };
  await client.call(setUp, { body });
}

async function loop(world: World, onServer: (server: ServerProcess) => void): Promise<Checked> {
  const { options, road, importers, visitors, violations } = world;
  const traffic = Promise.all([...importers, ...visitors].map((each) => each.run()));
  // Waited for below; until then an importer that breaks must not end the process.
  traffic.catch(() => undefined);
  try {
    const rounds = (): number => world.kills.length + world.fills.length;
    while (rounds() < options.kills && options.signal?.aborted !== true) {
      if (!(await (options.diskFull ? fillDisk(world) : killOnce(world)))) break;
      onServer(world.server);
      if (rounds() % CHECK_EVERY === 0) await look(world, false);
    }
    if (options.kills === 0) await road.busy(options.requestsMost);
  } finally {
    road.isOver = true;
    await traffic;
  }
  if (violations.notBack.length > 0)
    return {
      resourcesCompared: 0,
      auditSize: 0,
      mergedEvents: 0,
      unneededBlobs: 0,
      leavesByGo: null,
    };
  await options.beforeLastCheck?.(world.cluster, importers);
  const checked = await look(world, true);
  const { leaves, auditLog } = await checkElsewhere(world.cluster, world.where.dataDirectory);
  add(violations, { auditLog });
  return { ...checked, leavesByGo: leaves };
}

/** @returns false when the server did not come back. */
async function killOnce(world: World): Promise<boolean> {
  const { options, random, road, cluster, kills, violations } = world;
  const { keyWorker } = world;
  const kind =
    keyWorker === undefined ? (KILL_KINDS[kills.length % KILL_KINDS.length] ?? 'server') : 'server';
  await road.busy(random.integer(LEAST_REQUESTS, options.requestsMost));
  await keyWorker?.begin();
  await sleep(random.between(0, intoMs(world)));
  const { underWay } = road;
  const postmaster = await cluster.postmaster();
  const killedMs = performance.now();
  // What is under way goes on and meets the kill; nobody is sent to a server that is dead.
  if (kind !== 'postmaster') road.lose();
  try {
    await kill(kind, world.server, cluster);
    if (kind === 'postmaster') await recoveryOf(world.server, cluster, postmaster);
    else await restart(world);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    violations.notBack.push(`kill ${kills.length + 1} (${kind}): ${why}`);
    return false;
  }
  const backSeconds = (performance.now() - killedMs) / 1000;
  add(violations, { auditLog: await checkNumbers(cluster) });
  kills.push({ kind, underWay, backSeconds });
  options.progress(progressOf(world, backSeconds));
  return true;
}

/** @returns false when the server did not go on. */
async function fillDisk(world: World): Promise<boolean> {
  const { options, random, road, disk, fills, violations } = world;
  if (disk === undefined) throw new Error('there is no small disk');
  await road.busy(random.integer(LEAST_REQUESTS, options.requestsMost));
  try {
    const fill = await fillOnce({ disk, takesWal: fills.length % 2 === 1 }, world);
    fills.push(fill);
    const { refused, backSeconds } = fill;
    options.progress(
      `disk full ${fills.length}/${options.kills}: ${refused} refused, back after ${backSeconds.toFixed(2)} s`,
    );
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    violations.notBack.push(`disk full ${fills.length + 1}: ${why}`);
    return false;
  }
}

function intoMs({ keyWorker, kills }: World): number {
  if (keyWorker !== undefined) return INTO_KEY_WORK_MS;
  return kills.length % 2 === 0 ? INTO_MS : INTO_PASS_MS;
}

/** The same directory, another process: everything that it needs must be there. */
async function restart(world: World): Promise<void> {
  await world.keyWorker?.settle();
  world.server = await start(world.where, world.keyWorker);
  world.road.lead(world.server.url);
}

async function look(world: World, whole: boolean): Promise<Checked> {
  const { road, random, options, importers, visitors, cluster, where, violations } = world;
  await road.close();
  const { dataDirectory } = where;
  if (world.keyWorker !== undefined)
    await checkKeys({ keyWorker: world.keyWorker, cluster, dataDirectory, whole }, violations);
  const how = { whole, random };
  const checked = await check({ importers, visitors, cluster, dataDirectory }, how, violations);
  road.open();
  const faults = Object.values(violations).flat().length;
  const { resourcesCompared, auditSize } = checked;
  options.progress(
    `  check: ${resourcesCompared} resources compared, ${auditSize} audit leaves verified, ${faults} faults`,
  );
  return checked;
}

function progressOf({ kills, options, importers }: World, backSeconds: number): string {
  const last = kills.at(-1);
  const acknowledged = importers
    .flatMap(({ ledger }) => ledger.bundles)
    .filter(({ fate }) => fate === 'acknowledged').length;
  return (
    `kill ${kills.length}/${options.kills} ${(last?.kind ?? '').padEnd(10)} ${last?.underWay ?? 0} under way, ` +
    `back after ${backSeconds.toFixed(2)} s, ${acknowledged} bundles acknowledged`
  );
}
